//! The filters that steps send, of those that AWS documents.

use contract::{Contract, tables};
use indexmap::IndexMap;
use scenario::{Action, Scope, Step, Template};
use serde_json::Value;

/// The names of a step's filters that AWS documents for its action, as they are documented: `tag:<key>`. Variables in them are
/// replaced where they are constants of the scenario.
pub(crate) fn documented_filters(
    step: &Step,
    action: &str,
    variables: Option<&IndexMap<String, Value>>,
) -> Vec<&'static str> {
    let contract = Contract::embedded();
    let parameters = match &step.action {
        Action::Call(call) => call.parameters.value(),
        Action::Wait(wait) => wait.parameters.value(),
        Action::Raw(_) | Action::Operator(_) | Action::Together(_) | Action::Client(_) => return Vec::new(),
    };
    let Some(documented) = tables::filters(action) else { return Vec::new() };
    let operation = contract.operation(action);
    let filters = operation
        .and_then(|operation| tables::filter_parameter(contract, operation))
        .and_then(|parameter| parameters.get(parameter)?.as_array());
    let constants: Scope = variables.into_iter().flatten().map(|(name, value)| (name, value.clone())).collect();
    let name = |filter: &Value| {
        let written = filter.get("Name")?;
        let resolved = Template::new(written.clone()).ok()?.resolve(&constants).ok();
        let name = resolved.unwrap_or_else(|| written.clone());
        let (name, _) = documented.get_key_value(tables::documented_name(name.as_str()?))?;
        Some(name.as_str())
    };
    filters.into_iter().flatten().filter_map(name).collect()
}
