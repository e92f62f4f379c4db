//! The values of a scenario that are known before it runs: those of its case and its `vars`.

use indexmap::IndexMap;
use located::whole_variable;
use serde_json::Value;

/// How many variables a variable may go through.
const DEPTH: usize = 4;

/// The variables of a scenario with their values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Constants<'a>(Option<&'a IndexMap<String, Value>>);

impl<'a> Constants<'a> {
    pub(crate) fn of(variables: Option<&'a IndexMap<String, Value>>) -> Self {
        Constants(variables.filter(|variables| !variables.is_empty()))
    }

    /// The value with these variables replaced; others stay as they are written.
    pub(crate) fn fill(self, value: &Value) -> Value {
        self.filled(value, DEPTH)
    }

    /// The text with these variables replaced.
    pub(crate) fn fill_text(self, text: &str) -> String {
        match self.fill(&Value::String(text.to_owned())) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    fn filled(self, value: &Value, depth: usize) -> Value {
        let Some(variables) = self.0 else { return value.clone() };
        match value {
            Value::String(text) if depth > 0 && text.contains("${") => {
                if let Some(value) = whole_variable(text).and_then(|name| variables.get(name)) {
                    return self.filled(value, depth - 1);
                }
                let mut filled = text.clone();
                for (name, value) in variables {
                    let Some(value) = value.as_str() else { continue };
                    filled = filled.replace(&format!("${{{name}}}"), value);
                }
                if filled == *text { Value::String(filled) } else { self.filled(&Value::String(filled), depth - 1) }
            }
            Value::Array(items) => items.iter().map(|item| self.filled(item, depth)).collect(),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), self.filled(value, depth))).collect())
            }
            other => other.clone(),
        }
    }
}
