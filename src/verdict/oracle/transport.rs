//! The transport oracle: no response, or one that cannot be parsed.

use contract::tables;
use record::FailureKind;

use crate::finding::{FindingDraft, FindingKind, OracleResult};
use crate::oracle::decoded_call::{DecodedCall, DecodedResult};

/// Judges whether a call got a response at all. `reached`: whether an earlier call of the scenario did.
///
/// An endpoint that is unreachable from the beginning is an error of the environment; one that becomes unreachable in the
/// middle of a scenario has failed itself.
pub(crate) fn judge(call: &DecodedCall<'_>, reached: bool) -> OracleResult {
    let called = call.called();
    match &call.result {
        DecodedResult::NotSent(reason) => OracleResult::error(format!("{called} was not sent: {reason}")),
        DecodedResult::NoResponse(FailureKind::Unreachable | FailureKind::Tls, detail) if !reached => {
            OracleResult::error(format!("cannot reach the endpoint: {detail}"))
        }
        DecodedResult::NoResponse(failure, detail) => {
            let kind = kind(*failure);
            OracleResult::one(
                FindingDraft::new(kind, format!("{called}: {}: {detail}", kind.title())).actual(&**detail),
            )
        }
        DecodedResult::Response(..) => {
            call.unreadable().map_or_else(OracleResult::default, |(response, kind, what)| {
                let missing =
                    call.operation.is_some() && tables::action_missing(response.status, "", &response.body.text());
                OracleResult::one(match missing {
                    true => {
                        FindingDraft::new(FindingKind::ActionUnsupported, format!("{called} is not supported ({what})"))
                    }
                    false => {
                        FindingDraft::new(kind, format!("{called}: {}: {what}", kind.title())).actual(what.as_str())
                    }
                })
            })
        }
    }
}

/// Why a changing call that was sent again was rejected: an earlier attempt had no response, and what it did may be what the
/// later one was rejected for.
pub(crate) fn lost_before(call: &DecodedCall<'_>) -> Option<FindingDraft> {
    if call.reads() {
        return None;
    }
    let (_, error) = call.service_error()?;
    let (_, earlier) = call.observation.attempts.split_last()?;
    let lost =
        earlier.iter().filter_map(|attempt| attempt.failure.as_ref()).find(|failure| may_have_arrived(failure.kind))?;
    let (called, kind) = (call.called(), kind(lost.kind));
    let message =
        format!("{called}: {}: {}; sent again, it was rejected with {}", kind.title(), lost.detail, error.code);
    Some(FindingDraft::new(kind, message).actual(&*lost.detail))
}

/// Whether a request whose response was lost may have been carried out.
pub(crate) fn may_have_arrived(failure: FailureKind) -> bool {
    !matches!(failure, FailureKind::Unreachable | FailureKind::Tls | FailureKind::NotSent)
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
