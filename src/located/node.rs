//! The tree of a YAML file, with the place of every key and value.

use serde_json::Value;

use crate::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub data: Data,
    /// Where it stands: a scalar from its first to its last character (quotes included), a mapping its
    /// opening bracket or its first key, a list its opening bracket or its first entry.
    pub span: Span,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// null, a boolean, a number or a string.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A mapping, in the order written; no key occurs twice.
pub type Map = Vec<Pair>;

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// What it has.
    pub value: Node,
}

impl Node {
    /// The value without the places.
    pub fn to_value(&self) -> Value {
        match &self.data {
            Data::Scalar(value) => value.clone(),
            Data::List(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            Data::Map(pairs) => {
                Value::Object(pairs.iter().map(|pair| (pair.key.clone(), pair.value.to_value())).collect())
            }
        }
    }

    /// The string, when it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The value of a key, when this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.data {
            Data::Map(pairs) => pairs.iter().find(|pair| pair.key == key).map(|pair| &pair.value),
            _ => None,
        }
    }

    /// Whether nothing was written (`key:`), or `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Scalar(Value::Null))
    }

    /// What kind of value it is, for messages: `a list`.
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

    /// Every string below (and this one), with its place.
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
