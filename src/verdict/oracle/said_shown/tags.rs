//! The tags of a resource.

use std::collections::BTreeMap;

use contract::ValuePath;
use serde_json::{Value, json};

use crate::finding::{FindingDraft, FindingKind};

/// Tags of this prefix belong to AWS (API_CreateTags.html).
const OF_AWS: &str = "aws:";

/// What was requested of a resource's tags.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    /// Key -> value, and the action that requested it; without one, the tag was deleted.
    requested: BTreeMap<String, Option<(String, &'static str)>>,
    /// Whether it may have tags that no call named.
    is_open: bool,
}

impl Tags {
    /// Of a new resource. `is_open`: it may get tags from elsewhere.
    pub(crate) fn new(is_open: bool) -> Self {
        Tags { requested: BTreeMap::new(), is_open }
    }

    /// Takes tags `{Key, Value}`.
    pub(crate) fn add(&mut self, tags: &[Value], by: &'static str) {
        for tag in tags {
            if let Some(key) = text(tag, "Key") {
                self.requested.insert(key.to_owned(), Some((text(tag, "Value").unwrap_or_default().to_owned(), by)));
            }
        }
    }

    /// Deletes tags: one without a value whatever its value is, all where there are none (API_DeleteTags.html).
    pub(crate) fn delete(&mut self, tags: Option<&Vec<Value>>) {
        let Some(tags) = tags else {
            self.requested.values_mut().for_each(|value| *value = None);
            return;
        };
        for tag in tags {
            let (Some(key), value) = (text(tag, "Key"), text(tag, "Value")) else { continue };
            let known = self.requested.get(key).and_then(Option::as_ref);
            match (known, value) {
                (Some((known, _)), Some(value)) if known != value => {}
                (None, Some(_)) => {}
                _ => drop(self.requested.insert(key.to_owned(), None)),
            }
        }
    }

    /// What a list of tags shows otherwise. `complete`: it has all tags of the resource.
    pub(crate) fn judge(&self, id: &str, shown: &[&Value], at: &ValuePath, complete: bool) -> Vec<FindingDraft> {
        let mut drafts = Vec::new();
        let shown: BTreeMap<&str, &str> =
            shown.iter().filter_map(|tag| Some((text(tag, "Key")?, text(tag, "Value").unwrap_or_default()))).collect();
        for (key, requested) in &self.requested {
            match (requested, shown.get(key.as_str())) {
                (Some((value, by)), None) if complete => {
                    let message = format!("{id} has no tag {key}, which {by} requested");
                    let draft = FindingDraft::new(FindingKind::RequestedTagAbsent, message).at(at.to_string());
                    let draft = draft.expected(json!({"Key": key, "Value": value})).actual(Value::Null);
                    drafts.push(draft.documented_by(by));
                }
                (Some((value, by)), Some(actual)) if value != actual => {
                    let message = format!("the tag {key} of {id} is `{actual}`; {by} requested `{value}`");
                    let draft =
                        FindingDraft::new(FindingKind::RequestedValueDiffers, message).at(format!("{at}.Value"));
                    drafts.push(draft.expected(value.as_str()).actual(*actual).documented_by(by));
                }
                _ => {}
            }
        }
        for (key, value) in shown {
            let message = match self.requested.get(key) {
                Some(Some(_)) => continue,
                Some(None) => format!("{id} has the tag {key}, which was deleted"),
                None if self.is_open || key.starts_with(OF_AWS) => continue,
                None => format!("{id} has the tag {key}, which no call requested"),
            };
            let draft = FindingDraft::new(FindingKind::UnrequestedElement, message).at(at.to_string());
            drafts.push(draft.expected(Value::Null).actual(json!({"Key": key, "Value": value})));
        }
        drafts
    }
}

fn text<'v>(tag: &'v Value, member: &str) -> Option<&'v str> {
    tag.get(member)?.as_str()
}
