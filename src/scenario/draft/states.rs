//! The states of resources, as responses show them.

use std::collections::HashMap;

use contract::tables;
use serde_json::{Map, Value};

/// Members with the state of the object that they are in: a text, or an object with it.
const STATE: [&str; 4] = ["State", "Status", "CurrentState", "SnapshotState"];
/// The member with the state, where it is an object.
const WITHIN: [&str; 2] = ["Name", "Code"];

/// The states that were shown last, by the ids of the resources.
#[derive(Debug, Clone, Default)]
pub(crate) struct States(HashMap<String, String>);

impl States {
    /// The states that a response of an operation shows.
    pub(crate) fn of(operation: &str, response: &Value) -> Self {
        let mut states = States::default();
        states.collect(operation, "", response);
        states
    }

    pub(crate) fn extend(&mut self, later: States) {
        self.0.extend(later.0);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }

    /// `member`: what the value is the value of.
    fn collect(&mut self, operation: &str, member: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(operation, member, item)),
            Value::Object(object) => {
                if let Some(state) = state(object) {
                    for id in own_ids(operation, member, object) {
                        self.0.insert(id.to_owned(), state.to_owned());
                    }
                }
                object.iter().for_each(|(name, value)| self.collect(operation, name, value));
            }
            _ => {}
        }
    }
}

fn state(object: &Map<String, Value>) -> Option<&str> {
    STATE.iter().filter_map(|name| object.get(*name)).find_map(|value| match value {
        Value::Object(within) => WITHIN.iter().find_map(|name| within.get(*name)?.as_str()),
        value => value.as_str(),
    })
}

/// The ids by which an object is known: not those of what it refers to.
fn own_ids<'v>(operation: &str, member: &str, object: &'v Map<String, Value>) -> Vec<&'v str> {
    let id = |name: &str| object.get(name).and_then(Value::as_str).filter(|text| tables::resource_id(text).is_some());
    if let Some(key) = tables::identity_key(operation, member) {
        return key.iter().filter_map(|name| id(name)).collect();
    }
    match member {
        "" => object.keys().filter_map(|name| id(name)).collect(),
        member => id(&format!("{member}Id")).into_iter().collect(),
    }
}
