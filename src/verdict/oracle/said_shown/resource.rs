//! The resources that a scenario has created, and what it has requested for each.

use std::collections::HashMap;

use contract::tables;
use serde_json::Value;

use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::said_shown::facts::Facts;
use crate::oracle::said_shown::lists::Lists;
use crate::oracle::said_shown::permissions::Permissions;
use crate::oracle::said_shown::tags::Tags;

/// What was requested for one resource.
#[derive(Debug)]
pub(crate) struct Resource {
    pub(crate) id: String,
    pub(crate) facts: Facts,
    pub(crate) tags: Tags,
    pub(crate) lists: Lists,
    pub(crate) permissions: Permissions,
}

impl Resource {
    /// Its parameters may have changed in ways that are not known. Tags change by their own actions alone.
    pub(crate) fn forget(&mut self) {
        self.facts = Facts::default();
        self.lists.forget();
        self.permissions.forget();
    }
}

/// By kind and id.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    by_kind: HashMap<&'static str, HashMap<String, Resource>>,
}

impl Resources {
    pub(crate) fn clear(&mut self) {
        self.by_kind.clear();
    }

    pub(crate) fn forget_facts(&mut self) {
        self.by_kind.values_mut().flat_map(HashMap::values_mut).for_each(|resource| resource.facts = Facts::default());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }

    pub(crate) fn get(&self, kind: &str, id: &str) -> Option<&Resource> {
        self.by_kind.get(kind)?.get(id)
    }

    pub(crate) fn get_mut(&mut self, kind: &str, id: &str) -> Option<&mut Resource> {
        self.by_kind.get_mut(kind)?.get_mut(id)
    }

    pub(crate) fn insert(&mut self, kind: &'static str, resource: Resource) {
        self.by_kind.entry(kind).or_default().insert(resource.id.clone(), resource);
    }

    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Resource> {
        self.by_kind.get(kind).into_iter().flat_map(HashMap::values)
    }

    pub(crate) fn of_kind_mut(&mut self, kind: &str) -> impl Iterator<Item = &mut Resource> {
        self.by_kind.get_mut(kind).into_iter().flat_map(HashMap::values_mut)
    }

    /// The resources with an id, whatever their kind.
    pub(crate) fn with_id(&self, id: &str) -> impl Iterator<Item = &Resource> {
        self.by_kind.values().filter_map(move |of_kind| of_kind.get(id))
    }

    pub(crate) fn with_id_mut(&mut self, id: &str) -> impl Iterator<Item = &mut Resource> {
        self.by_kind.values_mut().filter_map(move |of_kind| of_kind.get_mut(id))
    }

    /// Removes the resources of these ids; all of the kind, where a call names none.
    pub(crate) fn remove(&mut self, kind: &str, ids: &[&str]) {
        let Some(of_kind) = self.by_kind.get_mut(kind) else { return };
        if ids.is_empty() {
            of_kind.clear();
        }
        ids.iter().for_each(|id| drop(of_kind.remove(*id)));
        self.by_kind.retain(|_, of_kind| !of_kind.is_empty());
    }

    /// Calls `change` for each resource that the parameters name anywhere.
    pub(crate) fn named(&mut self, parameters: &Value, change: &mut impl FnMut(&mut Resource)) {
        match parameters {
            Value::String(text) => self.with_id_mut(text).for_each(change),
            Value::Array(items) => items.iter().for_each(|item| self.named(item, change)),
            Value::Object(members) => members.values().for_each(|member| self.named(member, change)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Takes the end of changes that take their time.
    pub(crate) fn settle(&mut self, call: &DecodedCall<'_>) {
        let (Some(operation), Some(response)) = (call.operation, call.success()) else { return };
        if operation.name == "DescribeSecurityGroupRules" {
            for row in response.get("SecurityGroupRules").and_then(Value::as_array).into_iter().flatten() {
                let group = row.get("GroupId").and_then(Value::as_str);
                if let Some(group) = group.and_then(|group| self.get_mut("security-group", group)) {
                    group.permissions.identify(row);
                }
            }
        }
        for (_, change) in tables::changes() {
            let Some(settles) = change.settles.as_ref().filter(|one| one.operation == operation.name) else { continue };
            for element in settles.at.values(response) {
                let text = |member: &String| element.get(member).and_then(Value::as_str);
                let (Some(id), Some(state)) = (text(&settles.id), text(&settles.state)) else { continue };
                if let Some(resource) = self.get_mut(&change.kind, id) {
                    match state {
                        _ if settles.done.iter().any(|done| done == state) => resource.facts.settle(true),
                        _ if settles.failed.iter().any(|failed| failed == state) => resource.facts.settle(false),
                        _ => {}
                    }
                }
            }
        }
    }
}
