//! What was created along with a resource and is not deleted with it.

use contract::tables::Companion;
use serde_json::{Map, Value};

use crate::call::{CallOutcome, Pauses};
use crate::cleanup::caller::{CleanUpCaller, VISIBLE_WITHIN};
use crate::cleanup::creation::Creation;
use crate::cleanup::visibility::Visibility;
use crate::evaluate::{keeping, parameters, search, strings};

/// Whether a row applies to a resource.
pub(crate) fn applies(row: &Companion, facts: &Value) -> bool {
    let Some(when) = &row.when else { return true };
    match search(when, facts) {
        Value::Null | Value::Bool(false) => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

/// The ids of the companions of a resource, by one row of the table: of what a response shows, those that belong to the resource
/// and were not there before the run.
///
/// # Errors
/// Why they are not known.
pub(crate) async fn find(
    caller: &CleanUpCaller<'_>,
    visibility: &Visibility,
    creation: &Creation,
    id: &str,
    row: &Companion,
) -> Result<Vec<String>, String> {
    let mut facts = creation.facts(Some(id));
    if let Some(waiter) = &row.wait {
        caller.wait_ready(waiter, &row.wait_with, &facts).await;
    }
    let mut pauses = Pauses::new(VISIBLE_WITHIN);
    loop {
        let (mut is_found, mut failure) = (true, None);
        if let Some(look) = &row.look {
            let mut outcome = caller.call_all(&look.operation, parameters(&look.with, &facts)).await;
            if !answers(&outcome, creation, id) && look.with.keys().all(|parameter| parameter == "Filters") {
                // An endpoint may not know a filter: of everything, what belongs to the resource is told all the same.
                outcome = caller.call_all(&look.operation, Value::Object(Map::new())).await;
            }
            is_found = !is_not_found(&outcome, creation, id);
            failure = (!answers(&outcome, creation, id)).then(|| format!("{} {}", look.operation, outcome.in_words()));
            facts["found"] = keeping(&outcome.data(), |element| belongs_to(element, row, id));
        }
        let ids = strings(search(&row.each, &facts));
        // Where the request creates companions there are some.
        is_found &= failure.is_none() && (!ids.is_empty() || row.when.is_none());
        if is_found
            || !visibility.may_exist(caller.target, creation, id)
            || !caller.pause(&mut pauses, || caller.deadline()).await
        {
            // What the request names existed before.
            let request = creation.request.to_string();
            let existed =
                |id: &String| request.contains(&format!("\"{id}\"")) || caller.target.existing.was_there(&row.kind, id);
            return failure.map_or_else(|| Ok(ids.into_iter().filter(|id| !existed(id)).collect()), Err);
        }
    }
}

/// Whether an element of a list belongs to the resource: an endpoint that ignores a filter or an id lists everything.
fn belongs_to(element: &Value, row: &Companion, id: &str) -> bool {
    row.of.as_deref().is_some_and(|of| strings(search(of, element)).iter().any(|owner| owner == id))
}

/// Whether a response says what came with a resource: one that does not exist any more has nothing, nor does an endpoint without
/// the action.
fn answers(outcome: &CallOutcome, creation: &Creation, id: &str) -> bool {
    match outcome {
        CallOutcome::Success(_) => true,
        CallOutcome::Rejected(rejection) => is_not_found(outcome, creation, id) || rejection.is_missing_action(),
        CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => false,
    }
}

fn is_not_found(outcome: &CallOutcome, creation: &Creation, id: &str) -> bool {
    matches!(outcome, CallOutcome::Rejected(rejection) if rejection.means_gone(&creation.lifecycle.gone, id))
}
