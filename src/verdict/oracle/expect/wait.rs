//! What a `wait` or an `until` expects.

use record::{WaitEnd, Waited};
use scenario::{Check, CheckResult, Scope, Step};
use serde_json::{Value, json};

use crate::finding::{FindingDraft, FindingKind, OracleResult, quoted};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::expect::outcome::rejected;
use crate::oracle::expect::stated::{graded, scope};

/// Whether a `wait` or `until` reached the awaited state.
pub(super) fn wait_succeeded(step: &Step, waited: &Waited, call: &DecodedCall<'_>, result: &mut OracleResult) -> bool {
    let about = |kind, message: String| {
        let draft = FindingDraft::new(kind, message).at(&waited.waiter).expected(waited.waiter.as_str());
        graded(draft.actual(last_state(step, call)), step, false)
    };
    match &waited.end {
        WaitEnd::Met => return true,
        WaitEnd::Deadline if call.response().is_some() => {
            let (seconds, polls, called) = (waited.deadline_ms / 1000, waited.polls, call.called());
            // What an earlier wait of the run was given in full need not be waited for again.
            let remembered =
                if waited.remembered { ", remembered from an earlier wait that took all its time" } else { "" };
            let message = match unmet_conditions(step, call).as_slice() {
                [] => format!(
                    "{} was not reached within {seconds} s ({polls} calls of {called}{remembered})",
                    waited.waiter
                ),
                unmet => format!("{}, for {seconds} s ({polls} calls of {called}{remembered})", unmet.join("; ")),
            };
            result.drafts.push(about(FindingKind::WaitDeadline, message));
        }
        WaitEnd::Deadline => {}
        WaitEnd::Failed { reason } => {
            match call.service_error() {
                // A refused call in a wait is a refused call.
                Some((response, error)) => result.merge(rejected(response, error, call)),
                None if call.success().is_some() => {
                    let message = format!("waiting for {}: {reason}", waited.waiter);
                    result.drafts.push(about(FindingKind::WaitFailed, message));
                }
                // Another oracle reports what is wrong with the response.
                None => {}
            }
        }
    }
    false
}

/// The conditions that an `until` last saw unmet, each with both values: `` `length(Vpcs)`: 2 expected, 1 seen``.
fn unmet_conditions(step: &Step, call: &DecodedCall<'_>) -> Vec<String> {
    let Some(polling) = step.until.as_ref().filter(|_| call.success().is_some()) else { return Vec::new() };
    let (data, scope) = (call.data(), scope(&call.observation.bindings));
    let unmet = |check: &Check| {
        let text = check.expression.text();
        let CheckResult { held, expected, actual } = check.holds(&data, &scope).ok()?;
        let compared = check.value.is_none() && expected != Value::Bool(true);
        let subject = text.rsplit_once(" == ").filter(|_| compared).map_or(text, |(left, _)| left);
        (!held).then(|| format!("`{subject}`: {} expected, {} seen", quoted(&expected), quoted(&actual)))
    };
    polling.conditions.iter().filter_map(unmet).collect()
}

/// What a wait saw last: the values of its conditions, or the error.
fn last_state(step: &Step, call: &DecodedCall<'_>) -> Value {
    let data = call.data();
    let error = call.service_error().map(|(_, error)| error);
    let Some(polling) = &step.until else {
        return match error {
            Some(error) => json!({"Code": error.code, "Message": error.message}),
            None => data.into_owned(),
        };
    };
    let scope: Scope = scope(&call.observation.bindings);
    let value = |check: &Check| {
        let actual =
            check.holds(&data, &scope).map_or_else(|error| Value::from(error.to_string()), |result| result.actual);
        (check.expression.text().to_owned(), actual)
    };
    match error {
        Some(error) => Value::from(error.code.as_str()),
        None if call.success().is_some() && !polling.conditions.is_empty() => {
            Value::Object(polling.conditions.iter().map(value).collect())
        }
        None => Value::from("success"),
    }
}
