//! What an oracle reports, before it has a place and an owner.

use std::borrow::Borrow;

use contract::Severity;
use serde_json::Value;

use crate::finding::kind::FindingKind;

/// The longest value that a message quotes, in characters.
const QUOTED: usize = 160;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FindingDraft {
    pub(crate) kind: FindingKind,
    /// Where in the response, or the expression.
    pub(crate) path: String,
    pub(crate) message: String,
    pub(crate) expected: Option<Value>,
    pub(crate) actual: Option<Value>,
    /// The AWS page, where the oracle has a better one than the step.
    pub(crate) source: Option<String>,
    /// Other actions whose pages document it: the one that requested a value, the one that describes the other resource.
    pub(crate) documented_by: Vec<&'static str>,
    /// Where it is not that of the kind.
    pub(crate) severity: Option<Severity>,
}

impl FindingDraft {
    pub(crate) fn new(kind: FindingKind, message: impl Into<String>) -> Self {
        FindingDraft {
            kind,
            path: String::new(),
            message: message.into(),
            expected: None,
            actual: None,
            source: None,
            documented_by: Vec::new(),
            severity: None,
        }
    }

    pub(crate) fn severity(&self) -> Severity {
        self.severity.unwrap_or(self.kind.severity())
    }

    pub(crate) fn at(self, path: impl Into<String>) -> Self {
        FindingDraft { path: path.into(), ..self }
    }

    pub(crate) fn documented_by(mut self, action: &'static str) -> Self {
        self.documented_by.push(action);
        self
    }

    pub(crate) fn expected(self, expected: impl Into<Value>) -> Self {
        FindingDraft { expected: Some(expected.into()), ..self }
    }

    pub(crate) fn actual(self, actual: impl Into<Value>) -> Self {
        FindingDraft { actual: Some(actual.into()), ..self }
    }
}

/// What one oracle, or all of them, report of a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct OracleResult {
    pub(crate) drafts: Vec<FindingDraft>,
    /// Why the scenario cannot be judged, through no fault of the endpoint.
    pub(crate) error: Option<String>,
}

impl OracleResult {
    pub(crate) fn one(draft: FindingDraft) -> Self {
        OracleResult { drafts: vec![draft], error: None }
    }

    pub(crate) fn error(reason: impl Into<String>) -> Self {
        OracleResult { drafts: Vec::new(), error: Some(reason.into()) }
    }

    pub(crate) fn merge(&mut self, other: OracleResult) {
        self.drafts.extend(other.drafts);
        self.error = self.error.take().or(other.error);
    }
}

/// The first `most` of names, and the number of the others: `a, b and 3 more`.
pub(crate) fn named(names: &[impl Borrow<str>], most: usize) -> String {
    let named = names.iter().take(most).map(Borrow::borrow).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// A value as JSON for a message, cut where it is long.
pub(crate) fn quoted(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(QUOTED) {
        None => text,
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}

/// The beginning of a body in one line.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(QUOTED * 4)]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().take(QUOTED).collect()
}
