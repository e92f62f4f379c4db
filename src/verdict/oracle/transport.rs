//! The transport oracle: no response, or one that cannot be parsed.

use contract::tables;
use record::FailureKind;

use crate::finding::{Draft, FindingKind, OracleResult};
use crate::oracle::decoded_call::{CallResult, DecodedCall};

/// Judges whether a call got a response at all. `reached`: whether an earlier call of the scenario did.
///
/// An endpoint that is unreachable from the beginning is an error of the environment; one that becomes unreachable in the
/// middle of a scenario has failed itself.
pub(crate) fn judge(call: &DecodedCall<'_>, reached: bool) -> OracleResult {
    let called = call.called();
    match &call.result {
        CallResult::NotSent(reason) => OracleResult::error(format!("{called} was not sent: {reason}")),
        CallResult::NoResponse(FailureKind::Unreachable | FailureKind::Tls, detail) if !reached => {
            OracleResult::error(format!("cannot reach the endpoint: {detail}"))
        }
        CallResult::NoResponse(failure, detail) => {
            let kind = kind(*failure);
            OracleResult::one(Draft::new(kind, format!("{called}: {}: {detail}", kind.title())).actual(&**detail))
        }
        CallResult::Response(..) => call.unreadable().map_or_else(OracleResult::default, |(response, kind, what)| {
            let missing =
                call.operation.is_some() && tables::action_missing(response.status, "", &response.body.text());
            OracleResult::one(match missing {
                true => Draft::new(FindingKind::ActionUnsupported, format!("{called} is not supported ({what})")),
                false => Draft::new(kind, format!("{called}: {}: {what}", kind.title())).actual(what.as_str()),
            })
        }),
    }
}

fn kind(failure: FailureKind) -> FindingKind {
    match failure {
        FailureKind::Unreachable => FindingKind::Unreachable,
        FailureKind::Tls => FindingKind::TlsFailed,
        FailureKind::Timeout => FindingKind::TimedOut,
        FailureKind::Closed => FindingKind::ClosedMidway,
        FailureKind::TooLarge => FindingKind::TooLarge,
        FailureKind::Malformed => FindingKind::MalformedHttp,
        FailureKind::NotSent | FailureKind::Other => FindingKind::NoResponse,
    }
}
