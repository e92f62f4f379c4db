//! Lists of a resource's descriptions whose elements are requested one by one.

use std::collections::{BTreeMap, BTreeSet};

use contract::ValuePath;
use contract::tables::{self, ListCall, RequestedList};
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind, quoted};
use crate::oracle::said_shown::equal::{canonical, canonical_set};

/// The lists of one resource.
#[derive(Debug)]
pub(crate) struct Lists {
    lists: Vec<List>,
}

#[derive(Debug)]
struct List {
    row: &'static RequestedList,
    /// By key; absent where unknown.
    elements: Option<BTreeMap<String, Element>>,
    /// Keys of removed elements.
    removed: BTreeSet<String>,
}

#[derive(Debug)]
struct Element {
    requested: Value,
    by: &'static str,
}

impl Lists {
    pub(crate) fn of(kind: &str) -> Self {
        let rows = tables::requested_lists().iter().filter(|row| row.kind == kind);
        let list = |row| List { row, elements: Some(BTreeMap::new()), removed: BTreeSet::new() };
        Lists { lists: rows.map(list).collect() }
    }

    pub(crate) fn forget(&mut self) {
        self.lists.iter_mut().for_each(List::forget);
    }

    /// Forgets the lists that are unknown after a call of this action.
    pub(crate) fn drop_after(&mut self, action: &str) {
        let dropped = |list: &&mut List| list.row.drop.iter().any(|known| known == action);
        self.lists.iter_mut().filter(dropped).for_each(List::forget);
    }

    /// Takes the elements in the parameters of a call about the resource.
    pub(crate) fn take(&mut self, action: &'static str, parameters: &Value) {
        for list in &mut self.lists {
            let Some(call) = list.row.calls.get(action) else { continue };
            match &call.items {
                Some(items) => items.values(parameters).into_iter().for_each(|item| list.take(call, action, item)),
                None => list.take(call, action, parameters),
            }
        }
    }

    /// What a description shows otherwise. `settled`: it has all that it will have.
    pub(crate) fn judge(&self, id: &str, description: &Value, at: &ValuePath, settled: bool) -> Vec<FindingDraft> {
        self.lists.iter().flat_map(|list| list.judge(id, description, at, settled)).collect()
    }
}

impl List {
    fn forget(&mut self) {
        self.elements = None;
        self.removed.clear();
    }

    fn take(&mut self, call: &ListCall, action: &'static str, item: &Value) {
        let Some(elements) = &mut self.elements else { return };
        let is_element =
            call.only_with.as_ref().is_none_or(|member| item.get(member).is_some_and(|value| !value.is_null()));
        let Some(key) = key(self.row, item).filter(|_| is_element) else { return };
        if call.remove {
            elements.remove(&key);
            self.removed.insert(key);
        } else {
            self.removed.remove(&key);
            elements.insert(key, Element { requested: item.clone(), by: action });
        }
    }

    fn judge(&self, id: &str, description: &Value, at: &ValuePath, settled: bool) -> Vec<FindingDraft> {
        let Some(elements) = &self.elements else { return Vec::new() };
        if elements.is_empty() && self.removed.is_empty() && !self.row.closed && self.row.made_by.is_empty() {
            return Vec::new();
        }
        let at = at.member(&self.row.at, true);
        let items = description.get(&self.row.at).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let shown: BTreeMap<String, &Value> =
            items.iter().filter_map(|item| Some((key(self.row, item)?, item))).collect();
        let mut drafts = Vec::new();
        for (key, element) in elements {
            match shown.get(key) {
                None if settled => {
                    let message = format!("{id} has no {key} in {at}, which {} requested", element.by);
                    let draft = FindingDraft::new(FindingKind::RequestedElementAbsent, message).at(at.to_string());
                    let draft = draft.expected(element.requested.clone()).actual(Value::Null);
                    drafts.push(draft.documented_by(element.by));
                }
                None => {}
                Some(item) if has(item, &self.row.unsettled) => {}
                Some(item) => drafts.extend(self.members(id, key, element, item, &at)),
            }
        }
        for (key, item) in shown {
            let message = match elements.contains_key(&key) {
                true => continue,
                false if self.removed.contains(&key) => format!("{id} has {key} in {at}, which was removed"),
                false if self.row.closed || (!self.row.made_by.is_empty() && has(item, &self.row.made_by)) => {
                    format!("{id} has {key} in {at}, which no call requested")
                }
                false => continue,
            };
            let draft = FindingDraft::new(FindingKind::UnrequestedElement, message).at(at.to_string());
            drafts.push(draft.expected(Value::Null).actual(item.clone()));
        }
        drafts
    }

    fn members(&self, id: &str, key: &str, element: &Element, item: &Value, at: &ValuePath) -> Vec<FindingDraft> {
        let differs = |(requested, shown): (&ValuePath, &ValuePath)| {
            let expected = canonical_set(requested.values(&element.requested));
            let actual = canonical_set(shown.values(item));
            if expected.is_empty() || expected == actual {
                return None;
            }
            let path = at.join(shown);
            let expected = all(requested, &element.requested);
            let by = element.by;
            let draft = match all(shown, item) {
                Value::Null => {
                    let message = format!("{path} of {key} of {id} is absent; {by} requested {}", quoted(&expected));
                    FindingDraft::new(FindingKind::RequestedValueAbsent, message).actual(Value::Null)
                }
                actual => {
                    let (shown, wanted) = (quoted(&actual), quoted(&expected));
                    let message = format!("{path} of {key} of {id} is {shown}; {by} requested {wanted}");
                    FindingDraft::new(FindingKind::RequestedValueDiffers, message).actual(actual)
                }
            };
            Some(draft.at(path.to_string()).expected(expected).documented_by(by))
        };
        self.row.members.iter().filter_map(differs).collect()
    }
}

/// The value at a path: a list where it has any number of them, null where it has none.
fn all(path: &ValuePath, value: &Value) -> Value {
    match path.values(value).as_slice() {
        [] => Value::Null,
        [one] if !path.has_list() => (*one).clone(),
        several => several.iter().copied().cloned().collect(),
    }
}

/// What identifies an element, for people too: `10.0.0.0/8`; absent where it has none of the members.
fn key(row: &RequestedList, item: &Value) -> Option<String> {
    let texts: Vec<String> = match item {
        Value::String(_) => canonical(item).into_iter().collect(),
        _ => row.key.iter().filter_map(|member| canonical(item.get(member)?)).collect(),
    };
    (!texts.is_empty()).then(|| texts.join(" "))
}

fn has(item: &Value, members: &indexmap::IndexMap<String, Value>) -> bool {
    !members.is_empty() && members.iter().all(|(member, value)| item.get(member) == Some(value))
}
