//! Whether a difference from the reference is held against the target.

use record::ServiceKind;

use crate::finding::{Finding, Oracle, Severity, Standing};
use crate::oracle::reference::compare::ScenarioRun;

/// A difference counts only where the reference is AWS itself, and does there what AWS documents. So no score hangs on
/// an emulator, and none on another cloud.
///
/// What is wrong with the reference's answers is found once for an action in a scenario, and holds for all its answers.
pub(crate) fn standing(reference: ScenarioRun<'_>, step: &str, operation: Option<&str>) -> Standing {
    let there = |finding: &&Finding| match finding.kind.oracle() {
        Oracle::Contract => finding.step == step || finding.operation.as_deref() == operation,
        Oracle::Expect | Oracle::Sdk => finding.step == step,
        Oracle::Reference => false,
    };
    let mut broken = reference.findings.iter().filter(there);
    let reason = match reference.endpoint.service_kind {
        _ if broken.any(|finding| finding.kind.severity() != Severity::Cosmetic) => {
            "the reference itself breaks what AWS documents here"
        }
        ServiceKind::Aws => return Standing::Counts,
        ServiceKind::Emulator => "the reference is an emulator, not AWS",
        ServiceKind::Cloud => "the reference is another cloud, not AWS",
    };
    Standing::Informs { reason: reason.to_owned() }
}
