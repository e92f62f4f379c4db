//! Differences, before it is known whether they count.

use indexmap::{IndexMap, IndexSet};
use record::StepName;
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind, Ignored, fill_template, quoted};

/// A difference between the two responses of a step.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    pub(crate) kind: FindingKind,
    /// `Vpcs[].State`, without positions: the two lists may be in different orders.
    pub(crate) path: String,
    /// The reference's value.
    pub(crate) expected: Option<Value>,
    /// The target's value.
    pub(crate) actual: Option<Value>,
    /// The number of further elements of the same lists with the difference.
    pub(crate) more: u32,
}

/// All differences between the two responses of a step, reported and ignored ones, each place once.
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

    /// The reported and the ignored differences.
    pub(crate) fn finish(self, step: &StepName) -> (Vec<Difference>, Vec<Ignored>) {
        let ignored = self.ignored.into_iter().map(|(path, rule)| Ignored { step: step.clone(), path, rule });
        (self.found.into_values().collect(), ignored.collect())
    }
}

impl Difference {
    /// `called` is the name of the action, or what stands for it.
    pub(crate) fn draft(self, called: &str) -> FindingDraft {
        let message = self.message(called);
        FindingDraft {
            expected: self.expected,
            actual: self.actual,
            ..FindingDraft::new(self.kind, message).at(self.path)
        }
    }

    fn message(&self, called: &str) -> String {
        let template = self.kind.difference().map_or("{path}", |row| &row.message);
        let message = fill_template(template, |name| match name.split_once(':').unwrap_or((name, "")) {
            ("called", _) => called.to_owned(),
            ("path", _) => self.path.clone(),
            ("expected", form) => words(self.expected.as_ref(), form),
            ("actual", form) => words(self.actual.as_ref(), form),
            _ => String::new(),
        });
        match self.more {
            0 => message,
            1 => format!("{message} (and in 1 more element)"),
            more => format!("{message} (and in {more} more elements)"),
        }
    }
}

/// A value in one of the forms that `kinds.yaml` names; JSON if it names none.
fn words(value: Option<&Value>, form: &str) -> String {
    let Some(value) = value else { return "nothing".to_owned() };
    let text = || value.as_str().map_or_else(|| quoted(value), str::to_owned);
    match form {
        "text" => text(),
        "message" => value.get("Message").map_or_else(text, quoted),
        "presence" if value.as_str() == Some("absent") => text(),
        "outcome" => {
            let word = |key: &str| value.get(key).and_then(Value::as_str);
            match (word("Code"), word("Unreadable"), word("Unanswered")) {
                (Some(code), ..) => format!("was rejected with {code}"),
                (_, Some(code), _) => format!("returned an unreadable response ({code})"),
                (.., Some(kind)) => format!("got no response ({kind})"),
                (None, None, None) => text(),
            }
        }
        _ => quoted(value),
    }
}
