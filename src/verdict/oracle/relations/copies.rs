//! Values that descriptions repeat of other resources.

use std::collections::HashMap;

use contract::ValuePath;
use contract::tables::{self, Copied, RelatedObject};
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind, quoted};
use crate::oracle::relations::view::text;

#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// By kind, id and path: the value that the resource itself shows.
    values: HashMap<(&'static str, String, &'static ValuePath), Value>,
}

impl Copies {
    /// Takes a description of a resource; returns the values that differ from those that the others showed of themselves.
    pub(crate) fn see(
        &mut self,
        kind: &'static str,
        object: &'static RelatedObject,
        description: &Value,
    ) -> Vec<FindingDraft> {
        let Some(id) = description.get(&object.id).and_then(Value::as_str) else { return Vec::new() };
        for of in tables::copies().iter().filter(|copied| copied.of == kind).flat_map(|copied| copied.members.values())
        {
            if let Some(value) = text(description, of) {
                self.values.insert((kind, id.to_owned(), of), Value::from(value));
            }
        }
        let copies = tables::copies().iter().filter(|copied| copied.kind == kind);
        copies.flat_map(|copied| self.compare(copied, id, object, description)).collect()
    }

    fn compare(
        &self,
        copied: &'static Copied,
        id: &str,
        object: &RelatedObject,
        description: &Value,
    ) -> Vec<FindingDraft> {
        let mut drafts = Vec::new();
        for structure in copied.at.values(description) {
            let Some(other) = text(structure, &copied.other) else { continue };
            for (member, of) in &copied.members {
                let expected = self.values.get(&(copied.of.as_str(), other.to_owned(), of));
                let (Some(expected), Some(actual)) = (expected, member.first(structure)) else { continue };
                if expected != actual && actual.as_str() != Some("") {
                    let place = object.at.join(&copied.at.join(member));
                    let (shown, own) = (quoted(actual), quoted(expected));
                    let message = format!("{place} of {id} is {shown}; {other} itself shows {own}");
                    let draft = FindingDraft::new(FindingKind::RelatedValuesDiffer, message).at(place.to_string());
                    let draft = draft.expected(expected.clone()).actual(actual.clone());
                    let of = tables::related_objects().find(|(kind, _)| *kind == copied.of);
                    drafts.push(of.into_iter().fold(draft, |draft, (_, of)| draft.documented_by(&of.operation)));
                }
            }
        }
        drafts
    }
}
