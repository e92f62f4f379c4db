//! Whether a difference from the reference counts against the target.

use record::{ServiceKind, StepName};

use crate::finding::{Disposition, Finding, Oracle, Severity};
use crate::oracle::reference::scenario_run::ScenarioRun;

/// A difference counts only if the reference is AWS itself and conforms there to what AWS documents. So no score depends
/// on an emulator, or on another cloud.
///
/// A deviation in the reference's responses is reported once per action and scenario, and holds for all its responses.
pub(crate) fn comparability(reference: ScenarioRun<'_>, step: &StepName, operation: Option<&str>) -> Disposition {
    let there = |finding: &&Finding| match finding.kind.oracle() {
        Oracle::Contract | Oracle::Transport => finding.step == *step || finding.operation.as_deref() == operation,
        Oracle::Expect | Oracle::Sdk | Oracle::SaidAndShown | Oracle::Relations => finding.step == *step,
        Oracle::Reference | Oracle::Pages | Oracle::Aftermath | Oracle::Client => false,
    };
    let mut deviations = reference.findings.iter().filter(there);
    let reason = match reference.endpoint.service_kind {
        _ if deviations.any(|finding| finding.kind.severity() != Severity::Cosmetic) => {
            "the reference itself deviates from what AWS documents here"
        }
        ServiceKind::Aws => return Disposition::Counts,
        ServiceKind::Emulator => "the reference is an emulator, not AWS",
        ServiceKind::Cloud => "the reference is another cloud, not AWS",
    };
    Disposition::Informational { reason: reason.to_owned() }
}
