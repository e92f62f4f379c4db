//! Differences that another oracle has reported already.

use record::StepName;

use crate::finding::{Finding, FindingKind, Oracle, without_positions};
use crate::oracle::reference::difference::Difference;

/// The code of the finding in the target's step that reports the same as the difference, if there is one.
///
/// A deviation in a response's members is reported once per action and scenario; other findings are of their step.
pub(crate) fn deduplicate(
    difference: &Difference,
    step: &StepName,
    operation: Option<&str>,
    found: &[Finding],
) -> Option<&'static str> {
    let there = |finding: &&Finding| match finding.kind.oracle() {
        Oracle::Contract | Oracle::Transport => finding.step == *step || finding.operation.as_deref() == operation,
        Oracle::Expect
        | Oracle::Sdk
        | Oracle::Reference
        | Oracle::SaidAndShown
        | Oracle::Relations
        | Oracle::Pages
        | Oracle::Aftermath
        | Oracle::Client => finding.step == *step,
    };
    let mut found = found.iter().filter(there).filter(|finding| is_repeated_by(difference, finding));
    found.next().map(|finding| finding.kind.code())
}

fn is_repeated_by(difference: &Difference, finding: &Finding) -> bool {
    let Some(repeats) = difference.kind.difference().map(|row| &row.repeats) else { return false };
    let among = |kinds: &[FindingKind]| kinds.contains(&finding.kind);
    repeats.oracles.contains(&finding.kind.oracle())
        || among(&repeats.kinds)
        || (among(&repeats.at_path) && without_positions(&finding.path) == difference.path)
}
