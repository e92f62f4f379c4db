//! What follows from the response of a step: whether the scenario goes on, and with which variables.

use std::collections::BTreeMap;

use scenario::{Scope, Step};
use serde_json::Value;

use crate::call::CallOutcome;
use crate::step::halt::Halt;

/// Whether the scenario can go on: a call that is expected to succeed succeeded.
pub(crate) fn go_on(step: &Step, outcome: &CallOutcome) -> Result<(), Halt> {
    match outcome {
        CallOutcome::Success(_) => Ok(()),
        CallOutcome::Rejected(_) | CallOutcome::Unreadable(_) if step.expects_error() => Ok(()),
        CallOutcome::Rejected(rejection) if step.allows_error(&rejection.error.code) => Ok(()),
        other => {
            let reason = format!("({}) {}", step.action.in_words(), other.in_words());
            let permanent = matches!(other, CallOutcome::Rejected(rejection) if rejection.is_permanent());
            Err(if permanent { Halt::rejected(reason) } else { Halt::failed(reason) })
        }
    }
}

/// Puts the step's saved values into the scope. A value that is missing is not saved: the step that uses it fails.
pub(crate) fn save(step: &Step, data: &Value, scope: &mut Scope) -> BTreeMap<String, Value> {
    let mut saved = BTreeMap::new();
    for (name, expression) in &step.save {
        if let Ok(value) = expression.evaluate(data, scope)
            && !value.is_null()
        {
            saved.insert(name.clone(), value);
        }
    }
    for (name, value) in &saved {
        scope.set(name, value.clone());
    }
    saved
}
