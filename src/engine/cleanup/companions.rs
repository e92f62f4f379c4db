//! What was created along with a resource and is not deleted with it.

use contract::tables::Companion;
use serde_json::Value;

use crate::call::{CallOutcome, Pauses};
use crate::cleanup::caller::{CleanUpCaller, VISIBLE_WITHIN};
use crate::cleanup::creation::Creation;
use crate::cleanup::visibility::Visibility;
use crate::evaluate::{parameters, search, strings};

/// Whether a row applies to a resource.
pub(crate) fn applies(row: &Companion, facts: &Value) -> bool {
    let Some(when) = &row.when else { return true };
    match search(when, facts) {
        Value::Null | Value::Bool(false) => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

/// The ids of the companions of a resource, by one row of the table.
pub(crate) async fn find(
    caller: &CleanUpCaller<'_>,
    visibility: &Visibility,
    creation: &Creation,
    id: &str,
    row: &Companion,
) -> Vec<String> {
    let mut facts = creation.facts(Some(id));
    if let Some(waiter) = &row.wait {
        caller.wait_ready(waiter, &row.wait_with, &facts).await;
    }
    let mut pauses = Pauses::new(VISIBLE_WITHIN);
    loop {
        let mut is_found = true;
        if let Some(look) = &row.look {
            let outcome = caller.call(&look.operation, parameters(&look.with, &facts)).await;
            is_found = !is_not_found(&outcome, id);
            facts["found"] = outcome.data();
        }
        let ids = strings(search(&row.each, &facts));
        // Where the request creates companions there are some.
        is_found &= !ids.is_empty() || row.when.is_none();
        if is_found
            || !visibility.may_exist(caller.target, creation, id)
            || !caller.pause(&mut pauses, || caller.deadline()).await
        {
            // What the request names existed before.
            let request = creation.request.to_string();
            return ids.into_iter().filter(|id| !request.contains(&format!("\"{id}\""))).collect();
        }
    }
}

fn is_not_found(outcome: &CallOutcome, id: &str) -> bool {
    matches!(outcome, CallOutcome::Rejected(rejection) if rejection.is_not_found(id))
}
