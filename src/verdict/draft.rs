//! What an oracle finds, before it is known where and whose it is.

use serde_json::Value;

use super::kind::FindingKind;

/// The longest value that a message quotes.
const QUOTED: usize = 160;

/// A finding to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) kind: FindingKind,
    /// Where in the answer, or the expression.
    pub(super) path: String,
    pub(super) message: String,
    pub(super) expected: Option<Value>,
    pub(super) actual: Option<Value>,
    /// The AWS page, where the oracle knows a better one than the step's.
    pub(super) source: Option<String>,
}

impl Draft {
    pub(super) fn new(kind: FindingKind, message: impl Into<String>) -> Self {
        Draft { kind, path: String::new(), message: message.into(), expected: None, actual: None, source: None }
    }

    pub(super) fn at(self, path: impl Into<String>) -> Self {
        Draft { path: path.into(), ..self }
    }

    pub(super) fn expected(self, expected: impl Into<Value>) -> Self {
        Draft { expected: Some(expected.into()), ..self }
    }

    pub(super) fn actual(self, actual: impl Into<Value>) -> Self {
        Draft { actual: Some(actual.into()), ..self }
    }
}

/// What one oracle, or all of them, make of a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Found {
    pub(super) drafts: Vec<Draft>,
    /// What keeps the scenario from being judged, and is not the endpoint's fault.
    pub(super) trouble: Option<String>,
}

impl Found {
    pub(super) fn one(draft: Draft) -> Self {
        Found { drafts: vec![draft], trouble: None }
    }

    /// Adds what another found.
    pub(super) fn merge(&mut self, other: Found) {
        self.drafts.extend(other.drafts);
        self.trouble = self.trouble.take().or(other.trouble);
    }

    pub(super) fn trouble(reason: impl Into<String>) -> Self {
        Found { drafts: Vec::new(), trouble: Some(reason.into()) }
    }
}

/// A value for a message, cut where it is long.
pub(super) fn quoted(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(QUOTED) {
        None => text,
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}

/// The beginning of a body, for people.
pub(super) fn beginning(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(QUOTED * 4)]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().take(QUOTED).collect()
}
