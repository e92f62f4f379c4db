//! The outcomes of the two calls of a step, and of their waits.

use contract::tables;
use record::WaitEnd;
use serde_json::{Value, json};

use crate::finding::FindingKind;
use crate::oracle::decoded_call::{DecodedCall, DecodedResult};
use crate::oracle::reference::bindings::Bindings;
use crate::oracle::reference::difference::Differences;

/// How the outcomes of a step on both sides relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutcomeRelation {
    Same,
    /// The steps after it cannot be compared.
    Different,
    /// They cannot be compared, for this reason.
    Incomparable(&'static str),
}

pub(crate) fn compare_outcomes(
    reference: &DecodedCall<'_>,
    target: &DecodedCall<'_>,
    bindings: &mut Bindings<'_>,
    differences: &mut Differences,
) -> OutcomeRelation {
    if let Some(reason) = incomparable(reference, target) {
        return OutcomeRelation::Incomparable(reason);
    }
    if let (Some((ours, our_error)), Some((theirs, their_error))) = (reference.service_error(), target.service_error())
    {
        if our_error.code != their_error.code {
            let code = |code: &str| Some(Value::from(code));
            differences.find(FindingKind::ErrorCodeDiffers, "Code", code(&our_error.code), code(&their_error.code));
            return OutcomeRelation::Same;
        }
        statuses(ours.status, theirs.status, differences);
        if our_error.message == their_error.message {
            return OutcomeRelation::Same;
        }
        if bindings.unify(&our_error.message, &their_error.message) {
            differences.ignore("Message", "name");
        } else {
            let error = |message: &str| Some(json!({"Code": our_error.code, "Message": message}));
            let (ours, theirs) = (error(&our_error.message), error(&their_error.message));
            differences.find(FindingKind::ErrorMessageDiffers, "Message", ours, theirs);
        }
        return OutcomeRelation::Same;
    }
    let (ours, theirs) = (outcome(reference), outcome(target));
    if ours != theirs {
        differences.find(FindingKind::OutcomeDiffers, "", Some(ours), Some(theirs));
        return OutcomeRelation::Different;
    }
    if let (Some(ours), Some(theirs)) = (reference.response(), target.response()) {
        statuses(ours.status, theirs.status, differences);
    }
    OutcomeRelation::Same
}

/// Compares how two waits ended; the ends are absent if the step is not a wait.
pub(crate) fn compare_waits(
    reference: Option<&WaitEnd>,
    target: Option<&WaitEnd>,
    waiter: &str,
    differences: &mut Differences,
) -> OutcomeRelation {
    let words = |end: &WaitEnd| match end {
        WaitEnd::Met => "reached the awaited state",
        WaitEnd::Deadline => "reached its deadline",
        WaitEnd::Failed { .. } => "failed",
    };
    let (Some(ours), Some(theirs)) = (reference, target) else { return OutcomeRelation::Same };
    if std::mem::discriminant(ours) == std::mem::discriminant(theirs) {
        return OutcomeRelation::Same;
    }
    differences.find(FindingKind::WaitDiffers, waiter, Some(words(ours).into()), Some(words(theirs).into()));
    OutcomeRelation::Different
}

fn statuses(reference: u16, target: u16, differences: &mut Differences) {
    if reference != target {
        differences.find(FindingKind::HttpStatusDiffers, "status", Some(reference.into()), Some(target.into()));
    }
}

fn incomparable(reference: &DecodedCall<'_>, target: &DecodedCall<'_>) -> Option<&'static str> {
    match (&reference.result, &target.result) {
        (DecodedResult::NotSent(_), _) => Some("not sent to the reference"),
        (_, DecodedResult::NotSent(_)) => Some("not sent here"),
        (DecodedResult::NoResponse(..), DecodedResult::NoResponse(..)) => None,
        (DecodedResult::NoResponse(..), _) => Some("no response from the reference"),
        (DecodedResult::Response(..), _) => match (is_missing(reference), is_missing(target)) {
            (true, false) => Some("the reference does not support the action"),
            (false, true) => Some("the action is not supported here"),
            (true, true) | (false, false) => None,
        },
    }
}

fn is_missing(call: &DecodedCall<'_>) -> bool {
    let failure = call.failure().filter(|_| call.operation.is_some());
    failure.is_some_and(|(status, code, message)| tables::action_missing(status, code, &message))
}

fn outcome(call: &DecodedCall<'_>) -> Value {
    if let Some((_, error)) = call.service_error() {
        return json!({"Code": error.code});
    }
    if let Some((_, kind, _)) = call.unreadable() {
        return json!({"Unreadable": kind.code()});
    }
    match &call.result {
        DecodedResult::Response(..) => "succeeded".into(),
        DecodedResult::NoResponse(failure, _) => json!({"Unanswered": failure}),
        DecodedResult::NotSent(_) => Value::Null,
    }
}
