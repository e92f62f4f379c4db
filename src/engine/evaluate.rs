//! JMESPath expressions of the contract's tables: create/delete pairs, waiters.

use scenario::{Expression, Scope};
use serde_json::Value;

/// The value of an expression; null where it cannot be evaluated on this data.
pub(crate) fn search(expression: &str, data: &Value) -> Value {
    Expression::parse(expression)
        .ok()
        .and_then(|expression| expression.evaluate(data, &Scope::default()).ok())
        .unwrap_or(Value::Null)
}

/// The strings in a result: itself, or those of a list, nested ones too.
pub(crate) fn strings(value: Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.into_iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Parameters from `name -> expression`; those that evaluate to null are left out.
pub(crate) fn parameters<'t>(with: impl IntoIterator<Item = (&'t String, &'t String)>, facts: &Value) -> Value {
    let values = with.into_iter().map(|(parameter, expression)| (parameter.clone(), search(expression, facts)));
    Value::Object(values.filter(|(_, value)| !value.is_null()).collect())
}
