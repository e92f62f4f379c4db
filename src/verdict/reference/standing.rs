//! Whether a difference from the reference is held against the target.

use crate::record::Account;

use super::super::finding::{Finding, Oracle, Severity, Standing};
use super::compare::Played;

/// A difference counts only where the reference is AWS itself, and does there what AWS documents. So no score hangs on
/// an emulator, and none on another cloud.
///
/// What is wrong with the reference's answers is found once for an action in a scenario, and holds for all its answers.
pub(super) fn standing(reference: Played<'_>, step: &str, operation: Option<&str>) -> Standing {
    let there = |finding: &&Finding| match finding.kind.oracle() {
        Oracle::Contract => finding.step == step || finding.operation.as_deref() == operation,
        Oracle::Expect | Oracle::Sdk => finding.step == step,
        Oracle::Reference => false,
    };
    let mut broken = reference.findings.iter().filter(there);
    let reason = match reference.endpoint.account {
        _ if broken.any(|finding| finding.kind.severity() != Severity::Cosmetic) => {
            "the reference itself breaks what AWS documents here"
        }
        Account::Aws => return Standing::Counts,
        Account::Emulator => "the reference is an emulator, not AWS",
        Account::Cloud => "the reference is another cloud, not AWS",
    };
    Standing::Informs { reason: reason.to_owned() }
}
