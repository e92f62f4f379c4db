//! Values with placeholders.

use serde_json::{Map, Value};

use crate::variables::placeholder::{Piece, PlaceholderError, pieces};
use crate::variables::scope::{self, MissingVariable, Scope};

/// A JSON value whose strings may contain `${name}`.
///
/// A string that consists of `${name}` alone resolves to the variable's value with its type; within other text the
/// value is converted to text. `${name:255}` is the value as text of 255 characters: a number has zeros before it, anything
/// else `x` after it. `$${` is a literal `${`. Keys of mappings are never changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    value: Value,
    variables: Vec<String>,
}

impl Template {
    /// Checks the placeholders in `value`.
    ///
    /// # Errors
    /// A string contains `${` without `}`, or text between them that is not a name.
    pub fn new(value: Value) -> Result<Self, PlaceholderError> {
        let mut variables = Vec::new();
        collect(&value, &mut variables)?;
        Ok(Template { value, variables })
    }

    /// The value with its placeholders.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The variables in it, in the order in which they occur, repeated ones repeatedly.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(String::as_str)
    }

    /// The value with placeholders replaced.
    ///
    /// # Errors
    /// A variable has no value, or one of a kind that is not allowed within other text.
    pub fn resolve(&self, scope: &Scope) -> Result<Value, MissingVariable> {
        if self.variables.is_empty() && !holds_dollar(&self.value) {
            return Ok(self.value.clone());
        }
        fill(&self.value, scope)
    }
}

fn collect(value: &Value, variables: &mut Vec<String>) -> Result<(), PlaceholderError> {
    match value {
        Value::String(text) => variables.extend(pieces(text)?.into_iter().filter_map(|piece| match piece {
            Piece::Variable(name) | Piece::Filled(name, _) => Some(name.to_owned()),
            Piece::Text(_) => None,
        })),
        Value::Array(items) => items.iter().try_for_each(|item| collect(item, variables))?,
        Value::Object(members) => members.values().try_for_each(|member| collect(member, variables))?,
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

/// Whether there may be a `$${` to unescape.
fn holds_dollar(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("${"),
        Value::Array(items) => items.iter().any(holds_dollar),
        Value::Object(members) => members.values().any(holds_dollar),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn fill(value: &Value, scope: &Scope) -> Result<Value, MissingVariable> {
    Ok(match value {
        Value::String(text) => fill_text(text, scope)?,
        Value::Array(items) => items.iter().map(|item| fill(item, scope)).collect::<Result<_, _>>()?,
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, member)| Ok((key.clone(), fill(member, scope)?)))
                .collect::<Result<Map<_, _>, _>>()?,
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    })
}

fn fill_text(text: &str, scope: &Scope) -> Result<Value, MissingVariable> {
    // `new` checked that the text can be split.
    let Ok(pieces) = pieces(text) else { return Ok(Value::String(text.to_owned())) };
    if let [Piece::Variable(name)] = pieces[..] {
        return scope::value(scope, name).cloned();
    }
    let mut filled = String::with_capacity(text.len());
    for piece in pieces {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Variable(name) => filled.push_str(&scope::text(scope, name)?),
            Piece::Filled(name, width) => filled.push_str(&scope::filled(scope, name, width)?),
        }
    }
    Ok(Value::String(filled))
}
