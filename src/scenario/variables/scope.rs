//! The variables of a scenario while it runs.

use indexmap::IndexMap;
use serde_json::Value;

/// The values of variables by name, in the order in which they were first set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope(IndexMap<String, Value>);

impl Scope {
    /// A scope without any variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable, or replaces its value. A name may contain dots: `net.vpc`.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        self.0.insert(name.into(), value);
    }

    /// The value at a path such as `net.vpc` or `subnets.0`: of the variable of that name, or of the longest variable
    /// that the path begins with, followed by members of mappings and indices of lists.
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

/// A variable that cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MissingVariable {
    /// The variable has no value.
    #[error("the variable `{name}` has no value")]
    Absent {
        /// The path of the variable.
        name: String,
    },
    /// The variable is within other text, and its value has no textual form.
    #[error("the variable `{name}` is {kind}, which is not allowed within other text; write \"${{{name}}}\" alone")]
    NotText {
        /// The path of the variable.
        name: String,
        /// The kind of its value: `a list`.
        kind: &'static str,
    },
    /// The value of the variable is longer than it is to be filled up to.
    #[error("the variable `{name}` has {length} characters, more than the {width} of `${{{name}:{width}}}`")]
    TooLong {
        /// The path of the variable.
        name: String,
        /// The number of its characters.
        length: usize,
        /// The number of characters to fill up to.
        width: usize,
    },
}

impl MissingVariable {
    /// The path of the variable.
    pub fn name(&self) -> &str {
        match self {
            MissingVariable::Absent { name }
            | MissingVariable::NotText { name, .. }
            | MissingVariable::TooLong { name, .. } => name,
        }
    }
}

/// The value at a path.
pub(crate) fn value<'a>(scope: &'a Scope, name: &str) -> Result<&'a Value, MissingVariable> {
    scope.get(name).ok_or_else(|| MissingVariable::Absent { name: name.to_owned() })
}

/// The value at a path as text; an error for null, lists and mappings.
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

/// What fills up a value that is no number.
const FILLING: char = 'x';

/// The value at a path as text of `width` characters: a number with zeros before it, anything else with `x` after it.
pub(crate) fn filled(scope: &Scope, name: &str, width: usize) -> Result<String, MissingVariable> {
    let text = text(scope, name)?;
    let length = text.chars().count();
    if length > width {
        return Err(MissingVariable::TooLong { name: name.to_owned(), length, width });
    }
    if value(scope, name)?.is_number() {
        return Ok(format!("{text:0>width$}"));
    }
    Ok(text.chars().chain(std::iter::repeat_n(FILLING, width - length)).collect())
}
