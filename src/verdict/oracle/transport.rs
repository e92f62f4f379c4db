//! The way there and back: no answer, or one that is not even XML.

use contract::tables;
use record::FailureKind;

use crate::finding::{Draft, FindingKind, Found};
use crate::oracle::answer::{Answer, DecodedCall};

/// Judges whether a call was answered at all. `reached`: whether an earlier call of the scenario was.
///
/// An endpoint that cannot be reached from the beginning is trouble of the environment; one that goes away in
/// the midst of a scenario did so by itself.
pub(crate) fn judge(seen: &DecodedCall<'_>, reached: bool) -> Found {
    let called = seen.called();
    match &seen.answer {
        Answer::NotAsked(reason) => Found::trouble(format!("{called} was not asked: {reason}")),
        Answer::Nothing(FailureKind::Unreachable | FailureKind::Tls, detail) if !reached => {
            Found::trouble(format!("the endpoint could not be reached: {detail}"))
        }
        Answer::Nothing(kind, detail) => {
            let kind = finding(*kind);
            Found::one(Draft::new(kind, format!("{called}: {}: {detail}", kind.title())).actual(&**detail))
        }
        Answer::Unreadable(response, kind, what) => {
            let missing =
                seen.operation.is_some() && tables::action_missing(response.status, "", &response.body.text());
            Found::one(match missing {
                true => Draft::new(FindingKind::ActionUnsupported, format!("{called} does not exist there ({what})")),
                false => Draft::new(*kind, format!("{called}: {}: {what}", kind.title())).actual(what.as_str()),
            })
        }
        Answer::Success(..) | Answer::Refused(..) => Found::default(),
    }
}

fn finding(kind: FailureKind) -> FindingKind {
    match kind {
        FailureKind::Unreachable => FindingKind::Unreachable,
        FailureKind::Tls => FindingKind::TlsFailed,
        FailureKind::Timeout => FindingKind::TimedOut,
        FailureKind::Closed => FindingKind::ClosedMidway,
        FailureKind::TooLarge => FindingKind::TooLarge,
        FailureKind::Malformed => FindingKind::MalformedHttp,
        FailureKind::NotSent | FailureKind::Other => FindingKind::NoAnswer,
    }
}
