//! Values as YAML in one line.

use serde_json::Value;

/// The width of the files, in characters.
const WIDTH: usize = 120;

pub(crate) use located::scalar;

/// Any value, in flow style.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(self::value).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let member = |(key, member): (&String, &Value)| format!("{}: {}", key_of(key), self::value(member));
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The lines of a key with one string or several.
pub(crate) fn texts(key: &str, items: &[String]) -> Vec<String> {
    let items: Vec<String> = items.iter().map(|item| scalar(item)).collect();
    if let [one] = items.as_slice() {
        return vec![format!("  {key}: {one}")];
    }
    let line = format!("  {key}: [{}]", items.join(", "));
    if line.len() + 2 <= WIDTH {
        return vec![line];
    }
    std::iter::once(format!("  {key}:")).chain(items.into_iter().map(|item| format!("    - {item}"))).collect()
}

/// A key that is not an expression needs no quotes.
fn key_of(key: &str) -> String {
    scalar(key)
}
