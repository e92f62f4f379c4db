//! What was created along with a resource and is not deleted with it.

use contract::tables::Companion;
use serde_json::Value;

use crate::cleanup::caller::CleanUpCaller;
use crate::cleanup::creation::Creation;
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
pub(crate) async fn find(caller: &CleanUpCaller<'_>, creation: &Creation, id: &str, row: &Companion) -> Vec<String> {
    let mut facts = creation.facts(Some(id));
    if let Some(waiter) = &row.wait {
        caller.wait_ready(waiter, &row.wait_with, &facts).await;
    }
    if let Some(look) = &row.look {
        facts["found"] = caller.call(&look.operation, parameters(&look.with, &facts)).await.data();
    }
    // What the request names existed before.
    let request = creation.request.to_string();
    strings(search(&row.each, &facts)).into_iter().filter(|id| !request.contains(&format!("\"{id}\""))).collect()
}
