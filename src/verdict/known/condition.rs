//! What must be true of an endpoint: its facts.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::known::version::text;

/// A fact and the values of which it must have one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(crate) fact: String,
    pub(crate) values: Vec<Value>,
}

impl Condition {
    pub(crate) fn holds(&self, facts: &BTreeMap<String, Value>) -> bool {
        facts.get(&self.fact).is_some_and(|fact| self.values.iter().any(|value| text(value) == text(fact)))
    }
}
