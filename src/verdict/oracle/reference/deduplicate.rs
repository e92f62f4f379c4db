//! Differences of which the other oracles speak already.

use crate::finding::{Finding, FindingKind, Oracle, without_positions};
use crate::oracle::reference::difference::Difference;

/// The code of the finding that says of the target's step what the difference says, if there is one.
///
/// What is wrong with an answer's members is found once for an action in a scenario; other findings are of their step.
pub(crate) fn covered(
    difference: &Difference,
    step: &str,
    operation: Option<&str>,
    found: &[Finding],
) -> Option<&'static str> {
    let there = |finding: &&Finding| match finding.kind.oracle() {
        Oracle::Contract => finding.step == step || finding.operation.as_deref() == operation,
        Oracle::Expect | Oracle::Sdk | Oracle::Reference => finding.step == step,
    };
    let mut found = found.iter().filter(there).filter(|finding| says(finding, difference));
    found.next().map(|finding| finding.kind.code())
}

fn says(finding: &Finding, difference: &Difference) -> bool {
    use FindingKind as Kind;
    let here = || without_positions(&finding.path) == difference.path;
    let of_call = finding.kind.code().starts_with('T');
    match difference.kind {
        Kind::OutcomeDiffers => {
            let of_outcome = [Kind::NoError, Kind::UnexpectedError, Kind::ServerError, Kind::ActionUnsupported];
            of_call || of_outcome.contains(&finding.kind)
        }
        Kind::ErrorCodeDiffers => {
            [Kind::WrongErrorCode, Kind::UnexpectedError, Kind::ServerError].contains(&finding.kind)
        }
        Kind::ErrorMessageDiffers => finding.kind == Kind::ErrorLacksText,
        Kind::HttpStatusDiffers => [Kind::WrongHttpStatus, Kind::ServerError].contains(&finding.kind),
        Kind::WaitDiffers => {
            of_call
                || [Kind::WaitDeadline, Kind::WaitFailed, Kind::UnexpectedError, Kind::ServerError]
                    .contains(&finding.kind)
        }
        Kind::MemberMissing | Kind::MemberEmpty => {
            [Kind::AbsentMember, Kind::MisspeltMember].contains(&finding.kind) && here()
        }
        Kind::ValueDiffers | Kind::TypeDiffers | Kind::FormDiffers => {
            [Kind::WrongType, Kind::NotInEnum, Kind::BadTimestamp, Kind::AbsentMember].contains(&finding.kind) && here()
        }
        _ => false,
    }
}
