//! How the two calls of a step ended, and how their waits did.

use contract::tables;
use record::WaitEnd;
use serde_json::{Value, json};

use crate::finding::FindingKind;
use crate::oracle::answer::{Answer, DecodedCall};
use crate::oracle::reference::bindings::Bindings;
use crate::oracle::reference::difference::Differences;

/// What comes of comparing how a step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Alike.
    Alike,
    /// Not alike; what the scenario asks after it cannot be compared.
    Apart,
    /// It cannot be compared, for this reason.
    Incomparable(&'static str),
}

/// Compares how two calls ended.
pub(crate) fn outcomes(
    reference: &DecodedCall<'_>,
    target: &DecodedCall<'_>,
    bindings: &mut Bindings<'_>,
    differences: &mut Differences,
) -> Ended {
    if let Some(reason) = incomparable(reference, target) {
        return Ended::Incomparable(reason);
    }
    if let (Answer::Refused(ours, our_error), Answer::Refused(theirs, their_error)) =
        (&reference.answer, &target.answer)
    {
        if our_error.code != their_error.code {
            let code = |code: &str| Some(Value::from(code));
            differences.find(FindingKind::ErrorCodeDiffers, "Code", code(&our_error.code), code(&their_error.code));
            return Ended::Alike;
        }
        statuses(ours.status, theirs.status, differences);
        if our_error.message == their_error.message {
            return Ended::Alike;
        }
        if bindings.unify(&our_error.message, &their_error.message) {
            differences.ignore("Message", "name");
        } else {
            let error = |message: &str| Some(json!({"Code": our_error.code, "Message": message}));
            let (ours, theirs) = (error(&our_error.message), error(&their_error.message));
            differences.find(FindingKind::ErrorMessageDiffers, "Message", ours, theirs);
        }
        return Ended::Alike;
    }
    let (ours, theirs) = (outcome(reference), outcome(target));
    if ours != theirs {
        differences.find(FindingKind::OutcomeDiffers, "", Some(ours), Some(theirs));
        return Ended::Apart;
    }
    if let (Some(ours), Some(theirs)) = (reference.response(), target.response()) {
        statuses(ours.status, theirs.status, differences);
    }
    Ended::Alike
}

/// Compares how two waits ended; absent where the step is none.
pub(crate) fn waits(
    reference: Option<&WaitEnd>,
    target: Option<&WaitEnd>,
    waiter: &str,
    differences: &mut Differences,
) -> Ended {
    let words = |end: &WaitEnd| match end {
        WaitEnd::Met => "came to what was waited for",
        WaitEnd::Deadline => "met its deadline",
        WaitEnd::Failed { .. } => "failed",
    };
    let (Some(ours), Some(theirs)) = (reference, target) else { return Ended::Alike };
    if std::mem::discriminant(ours) == std::mem::discriminant(theirs) {
        return Ended::Alike;
    }
    differences.find(FindingKind::WaitDiffers, waiter, Some(words(ours).into()), Some(words(theirs).into()));
    Ended::Apart
}

fn statuses(reference: u16, target: u16, differences: &mut Differences) {
    if reference != target {
        differences.find(FindingKind::HttpStatusDiffers, "status", Some(reference.into()), Some(target.into()));
    }
}

fn incomparable(reference: &DecodedCall<'_>, target: &DecodedCall<'_>) -> Option<&'static str> {
    match (&reference.answer, &target.answer) {
        (Answer::NotAsked(_), _) => Some("not asked of the reference"),
        (_, Answer::NotAsked(_)) => Some("not asked here"),
        (Answer::Nothing(..), Answer::Nothing(..)) => None,
        (Answer::Nothing(..), _) => Some("the reference gave no answer"),
        _ => match (is_missing(reference), is_missing(target)) {
            (true, false) => Some("the action does not exist on the reference"),
            (false, true) => Some("the action does not exist here"),
            _ => None,
        },
    }
}

fn is_missing(seen: &DecodedCall<'_>) -> bool {
    let refusal = seen.refusal().filter(|_| seen.operation.is_some());
    refusal.is_some_and(|(status, code, message)| tables::action_missing(status, code, &message))
}

fn outcome(seen: &DecodedCall<'_>) -> Value {
    match &seen.answer {
        Answer::Success(..) => "succeeded".into(),
        Answer::Refused(_, error) => json!({"Code": error.code}),
        Answer::Unreadable(_, kind, _) => json!({"Unreadable": kind.code()}),
        Answer::Nothing(kind, _) => json!({"Unanswered": kind}),
        Answer::NotAsked(_) => Value::Null,
    }
}
