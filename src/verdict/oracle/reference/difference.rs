//! What differs, before it is known whether it counts.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::finding::{Draft, FindingKind, Ignored, quoted};

/// A difference between the answers of one step.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    pub(crate) kind: FindingKind,
    /// `Vpcs[].State`: elements have no positions, since the two lists may have them in other orders.
    pub(crate) path: String,
    /// What the reference has.
    pub(crate) expected: Option<Value>,
    /// What the target has.
    pub(crate) actual: Option<Value>,
    /// In how many more elements of the same lists it is so.
    pub(crate) more: u32,
}

/// All that differs between the answers of one step: what is found, and what is passed over, each place once.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    found: IndexMap<(FindingKind, String), Difference>,
    ignored: IndexSet<(String, String)>,
}

impl Differences {
    pub(crate) fn find(&mut self, kind: FindingKind, path: &str, expected: Option<Value>, actual: Option<Value>) {
        let one = || Difference { kind, path: path.to_owned(), expected, actual, more: 0 };
        match self.found.entry((kind, path.to_owned())) {
            indexmap::map::Entry::Occupied(mut known) => known.get_mut().more += 1,
            indexmap::map::Entry::Vacant(place) => drop(place.insert(one())),
        }
    }

    pub(crate) fn ignore(&mut self, path: &str, rule: impl Into<String>) {
        self.ignored.insert((path.to_owned(), rule.into()));
    }

    /// What was found, and what was passed over in this step.
    pub(crate) fn finish(self, step: &str) -> (Vec<Difference>, Vec<Ignored>) {
        let ignored = self.ignored.into_iter().map(|(path, rule)| Ignored { step: step.to_owned(), path, rule });
        (self.found.into_values().collect(), ignored.collect())
    }
}

impl Difference {
    /// As a finding to be. `called` is what was asked, in a word.
    pub(crate) fn draft(self, called: &str) -> Draft {
        let message = self.message(called);
        Draft { expected: self.expected, actual: self.actual, ..Draft::new(self.kind, message).at(self.path) }
    }

    fn message(&self, called: &str) -> String {
        let path = &self.path;
        let [ours, theirs] = [&self.actual, &self.expected].map(|value| self.in_words(value.as_ref()));
        let message = match self.kind {
            FindingKind::OutcomeDiffers => format!("{called} {ours}; of the reference it {theirs}"),
            FindingKind::ErrorCodeDiffers => format!("{called} was refused with {ours}; the reference says {theirs}"),
            FindingKind::ErrorMessageDiffers => format!("{called} was refused in other words: {ours}, not {theirs}"),
            FindingKind::HttpStatusDiffers => format!("{called} was answered with HTTP status {ours}, not {theirs}"),
            FindingKind::MemberMissing => format!("`{path}` is missing; the reference has {theirs}"),
            FindingKind::MemberExtra => format!("`{path}` is {ours}; the reference has no such member"),
            FindingKind::MemberEmpty => format!("`{path}` is {ours}; the reference has {theirs}"),
            FindingKind::ElementMissing => format!("`{path}` lacks an element that the reference has: {theirs}"),
            FindingKind::ElementExtra => format!("`{path}` has an element that the reference has not: {ours}"),
            FindingKind::OrderDiffers => format!("`{path}` is in another order"),
            FindingKind::WaitDiffers => format!("waiting for {path} {ours}; of the reference it {theirs}"),
            FindingKind::FormDiffers | FindingKind::SpellingDiffers => {
                format!("`{path}` is {ours}; of the reference it is {theirs}")
            }
            _ => format!("`{path}` is {ours}; the reference says {theirs}"),
        };
        match self.more {
            0 => message,
            1 => format!("{message} (and so in 1 more element)"),
            more => format!("{message} (and so in {more} more elements)"),
        }
    }

    /// What one side has. Some kinds have words of ours for it, others quote a value.
    fn in_words(&self, value: Option<&Value>) -> String {
        let Some(value) = value else { return "nothing".to_owned() };
        let text = || value.as_str().map_or_else(|| quoted(value), str::to_owned);
        match self.kind {
            FindingKind::OutcomeDiffers => {
                let words = |key: &str| value.get(key).and_then(Value::as_str);
                match (words("Code"), words("Unreadable"), words("Unanswered")) {
                    (Some(code), ..) => format!("was refused with {code}"),
                    (_, Some(code), _) => format!("was answered with what cannot be read ({code})"),
                    (.., Some(kind)) => format!("was not answered ({kind})"),
                    _ => text(),
                }
            }
            FindingKind::ErrorMessageDiffers => value.get("Message").map_or_else(text, quoted),
            FindingKind::ErrorCodeDiffers
            | FindingKind::WaitDiffers
            | FindingKind::FormDiffers
            | FindingKind::SpellingDiffers => text(),
            FindingKind::MemberEmpty if value.as_str() == Some("absent") => "absent".to_owned(),
            _ => quoted(value),
        }
    }
}
