//! The tree of a YAML document, with the place of every key and value.

use serde_json::Value;

use crate::source::Span;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The scalar, list or mapping.
    pub data: Data,
    /// The place: of a scalar all its characters with their quotes, of a mapping its opening bracket or its first key, of
    /// a list its opening bracket or its first item.
    pub span: Span,
}

/// The value of a [`Node`].
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Null, a boolean, a number or a string.
    Scalar(Value),
    /// A YAML sequence.
    List(Vec<Node>),
    /// A YAML mapping.
    Map(Map),
}

/// The pairs of a mapping in their order in the file; no key occurs twice.
pub type Map = Vec<Pair>;

/// A key of a mapping and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The key, which is always a string.
    pub key: String,
    /// The place of the key.
    pub key_span: Span,
    /// The key's value with its own place.
    pub value: Node,
}

impl Node {
    /// The value as JSON, without places.
    pub fn to_value(&self) -> Value {
        match &self.data {
            Data::Scalar(value) => value.clone(),
            Data::List(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            Data::Map(pairs) => {
                Value::Object(pairs.iter().map(|pair| (pair.key.clone(), pair.value.to_value())).collect())
            }
        }
    }

    /// The string; absent where the value is not one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The value of a key; absent where this is not a mapping, or has no such key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.data {
            Data::Map(pairs) => pairs.iter().find(|pair| pair.key == key).map(|pair| &pair.value),
            _ => None,
        }
    }

    /// Whether the value is `null`, or missing (`key:`).
    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Scalar(Value::Null))
    }

    /// The kind of value, for messages: `a list`.
    pub fn kind(&self) -> &'static str {
        match &self.data {
            Data::Scalar(Value::Null) => "nothing",
            Data::Scalar(Value::Bool(_)) => "a boolean",
            Data::Scalar(Value::Number(_)) => "a number",
            Data::Scalar(_) => "a string",
            Data::List(_) => "a list",
            Data::Map(_) => "a mapping",
        }
    }

    /// Every string in the value, with its place. Keys are not among them.
    pub fn strings(&self) -> Vec<(&str, Span)> {
        let (mut found, mut open) = (Vec::new(), vec![self]);
        while let Some(node) = open.pop() {
            match &node.data {
                Data::Scalar(Value::String(text)) => found.push((text.as_str(), node.span)),
                Data::Scalar(_) => {}
                Data::List(items) => open.extend(items.iter().rev()),
                Data::Map(pairs) => open.extend(pairs.iter().rev().map(|pair| &pair.value)),
            }
        }
        found
    }
}
