//! What an oracle finds, before it is known where and whose it is.

use serde_json::Value;

use crate::finding::kind::FindingKind;

/// The longest value that a message quotes.
const QUOTED: usize = 160;

/// A finding to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) kind: FindingKind,
    /// Where in the answer, or the expression.
    pub(crate) path: String,
    pub(crate) message: String,
    pub(crate) expected: Option<Value>,
    pub(crate) actual: Option<Value>,
    /// The AWS page, where the oracle knows a better one than the step's.
    pub(crate) source: Option<String>,
}

impl Draft {
    pub(crate) fn new(kind: FindingKind, message: impl Into<String>) -> Self {
        Draft { kind, path: String::new(), message: message.into(), expected: None, actual: None, source: None }
    }

    pub(crate) fn at(self, path: impl Into<String>) -> Self {
        Draft { path: path.into(), ..self }
    }

    pub(crate) fn expected(self, expected: impl Into<Value>) -> Self {
        Draft { expected: Some(expected.into()), ..self }
    }

    pub(crate) fn actual(self, actual: impl Into<Value>) -> Self {
        Draft { actual: Some(actual.into()), ..self }
    }
}

/// What one oracle, or all of them, make of a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Found {
    pub(crate) drafts: Vec<Draft>,
    /// What keeps the scenario from being judged, and is not the endpoint's fault.
    pub(crate) trouble: Option<String>,
}

impl Found {
    pub(crate) fn one(draft: Draft) -> Self {
        Found { drafts: vec![draft], trouble: None }
    }

    /// Adds what another found.
    pub(crate) fn merge(&mut self, other: Found) {
        self.drafts.extend(other.drafts);
        self.trouble = self.trouble.take().or(other.trouble);
    }

    pub(crate) fn trouble(reason: impl Into<String>) -> Self {
        Found { drafts: Vec::new(), trouble: Some(reason.into()) }
    }
}

/// A value for a message, cut where it is long.
pub(crate) fn quoted(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(QUOTED) {
        None => text,
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}

/// The beginning of a body, for people.
pub(crate) fn beginning(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(QUOTED * 4)]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().take(QUOTED).collect()
}
