//! The variables of a scenario while it runs.

use indexmap::IndexMap;
use serde_json::Value;

/// Variables by name, in the order in which they were set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope(IndexMap<String, Value>);

impl Scope {
    /// No variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable, or sets it anew. A name may have dots: `net.vpc`.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        self.0.insert(name.into(), value);
    }

    /// The value of `net.vpc`: the variable of that name, or the longest variable that begins it (`net`),
    /// walked into: by member, or by index in a list (`subnets.0`).
    pub fn get(&self, path: &str) -> Option<&Value> {
        if let Some(value) = self.0.get(path) {
            return Some(value);
        }
        path.rmatch_indices('.').find_map(|(dot, _)| {
            let variable = self.0.get(&path[..dot])?;
            path[dot + 1..].split('.').try_fold(variable, |value, part| match value {
                Value::Object(members) => members.get(part),
                Value::Array(items) => items.get(part.parse::<usize>().ok()?),
                _ => None,
            })
        })
    }

    /// All variables, in the order in which they were first set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl<N: Into<String>> FromIterator<(N, Value)> for Scope {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(variables: I) -> Self {
        Scope(variables.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

impl<N: Into<String>> Extend<(N, Value)> for Scope {
    fn extend<I: IntoIterator<Item = (N, Value)>>(&mut self, variables: I) {
        self.0.extend(variables.into_iter().map(|(name, value)| (name.into(), value)));
    }
}

/// Why a variable could not be put in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MissingVariable {
    /// It has no value.
    #[error("the variable `{name}` has no value")]
    Absent {
        /// The variable.
        name: String,
    },
    /// It stands within other text, and its value is no text.
    #[error("the variable `{name}` is {kind}, which cannot stand within a text; let it stand alone: \"${{{name}}}\"")]
    NotText {
        /// The variable.
        name: String,
        /// What it is.
        kind: &'static str,
    },
}

impl MissingVariable {
    /// The variable.
    pub fn name(&self) -> &str {
        match self {
            MissingVariable::Absent { name } | MissingVariable::NotText { name, .. } => name,
        }
    }
}

/// A variable's value.
pub(crate) fn value<'a>(scope: &'a Scope, name: &str) -> Result<&'a Value, MissingVariable> {
    scope.get(name).ok_or_else(|| MissingVariable::Absent { name: name.to_owned() })
}

/// A variable's value as text within other text.
pub(crate) fn text(scope: &Scope, name: &str) -> Result<String, MissingVariable> {
    let not_text = |kind| MissingVariable::NotText { name: name.to_owned(), kind };
    match value(scope, name)? {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::Null => Err(not_text("null")),
        Value::Array(_) => Err(not_text("a list")),
        Value::Object(_) => Err(not_text("a mapping")),
    }
}
