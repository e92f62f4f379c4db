//! Members of a resource's descriptions with the values that were requested.

use contract::ValuePath;
use serde_json::Value;

use crate::oracle::said_shown::equal::canonical_set;

/// What was requested for the members of one resource.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    facts: Vec<Fact>,
}

/// What was requested for one member.
#[derive(Debug)]
pub(crate) struct Fact {
    /// The member's path in a description.
    pub(crate) shown: &'static ValuePath,
    /// The action that requested it.
    pub(crate) by: &'static str,
    /// The canonical values, sorted.
    pub(crate) values: Vec<String>,
    /// The values as requested.
    pub(crate) requested: Value,
    /// What a change requested that is not complete.
    next: Option<Box<Fact>>,
    /// Whether the value before a change is unknown.
    is_open: bool,
}

impl Fact {
    /// Absent where nothing is requested: an empty text, no value.
    fn new(shown: &'static ValuePath, by: &'static str, requested: &[&Value]) -> Option<Self> {
        let values = canonical_set(requested.iter().copied());
        let requested = match requested {
            [one] if !shown.has_list() => (*one).clone(),
            several => several.iter().copied().cloned().collect(),
        };
        (!values.is_empty()).then_some(Fact { shown, by, values, requested, next: None, is_open: false })
    }

    /// Whether a description may show these canonical values.
    pub(crate) fn allows(&self, shown: &[String]) -> bool {
        self.is_open || self.values == shown || self.next.as_ref().is_some_and(|next| next.values == shown)
    }
}

impl Facts {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.facts.iter()
    }

    pub(crate) fn get(&self, shown: &ValuePath) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.shown == shown)
    }

    /// Whether the same was requested.
    pub(crate) fn are_as(&self, other: &Facts) -> bool {
        let same = |fact: &Fact| other.get(fact.shown).is_some_and(|other| other.values == fact.values);
        self.facts.len() == other.facts.len() && self.facts.iter().all(same)
    }

    pub(crate) fn forget(&mut self, shown: &ValuePath) {
        self.facts.retain(|fact| fact.shown != shown);
    }

    /// Takes a value that replaces what was requested before.
    pub(crate) fn set(&mut self, shown: &'static ValuePath, by: &'static str, requested: &[&Value]) {
        self.forget(shown);
        self.facts.extend(Fact::new(shown, by, requested));
    }

    /// Takes a value that is shown once the change is complete.
    pub(crate) fn set_later(&mut self, shown: &'static ValuePath, by: &'static str, requested: &[&Value]) {
        let Some(next) = Fact::new(shown, by, requested) else { return };
        match self.facts.iter_mut().find(|fact| fact.shown == shown) {
            Some(fact) => fact.next = Some(Box::new(next)),
            None => {
                let known = Fact { is_open: true, requested: next.requested.clone(), values: Vec::new(), ..next };
                let next = Fact::new(shown, by, requested).map(Box::new);
                self.facts.push(Fact { next, ..known });
            }
        }
    }

    /// Ends the changes that are not complete: they happened, or not.
    pub(crate) fn settle(&mut self, happened: bool) {
        for fact in &mut self.facts {
            match fact.next.take() {
                Some(next) if happened => *fact = *next,
                _ => {}
            }
        }
        self.facts.retain(|fact| !fact.is_open);
    }
}
