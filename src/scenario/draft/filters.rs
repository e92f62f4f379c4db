//! Filters of a client that AWS does not document.

use contract::{Contract, Operation, tables};
use serde_json::Value;

/// Whether a call has a filter, or a value of one, that AWS does not document for the action.
pub(crate) fn has_undocumented(contract: &Contract, operation: &Operation, parameters: &Value) -> bool {
    let Some(documented) = tables::filters(&operation.name) else { return false };
    let sent =
        tables::filter_parameter(contract, operation).and_then(|parameter| parameters.get(parameter)?.as_array());
    sent.into_iter().flatten().any(|filter| {
        let Some(name) = filter["Name"].as_str() else { return false };
        let Some(allowed) = documented.get(tables::documented_name(name)) else { return true };
        let mut values = filter["Values"].as_array().into_iter().flatten().filter_map(Value::as_str);
        values.any(|value| !tables::is_filter_value(allowed, value))
    })
}
