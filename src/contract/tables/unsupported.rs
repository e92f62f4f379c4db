//! How endpoints say that they do not have an action: `data/unsupported.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::load::load;

/// An answer that says, or lets suspect, that the endpoint does not have the action at all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnsupportedRule {
    /// Who answers so, and where it is known from.
    pub who: String,
    /// The HTTP statuses; empty for any.
    #[serde(default)]
    pub status: Vec<u16>,
    /// The error code; empty for an answer that has none (a page of HTML, say).
    pub code: String,
    /// Texts of which the message must hold one, in any case of letters; empty for any message. Where there is no
    /// code the message is the body of the answer.
    #[serde(default)]
    pub message: Vec<String>,
    /// Whether the endpoint gives the same answer when it has the action and fails in it.
    #[serde(default)]
    pub ambiguous: bool,
}

impl UnsupportedRule {
    fn fits(&self, status: u16, code: &str, message: &str) -> bool {
        (self.status.is_empty() || self.status.contains(&status))
            && self.code == code
            && (self.message.is_empty() || {
                let message = message.to_ascii_lowercase();
                self.message.iter().any(|text| message.contains(&text.to_ascii_lowercase()))
            })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: Vec<UnsupportedRule>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/unsupported.yaml")));

/// Whether an answer says that the endpoint does not have the action. `code` is empty where the answer has none; then
/// `message` is its body.
pub fn action_missing(status: u16, code: &str, message: &str) -> bool {
    unsupported_rules().any(|rule| !rule.ambiguous && rule.fits(status, code, message))
}

/// Whether an answer may say so, but is also what the endpoint answers when it has the action and fails in it. It is
/// only evidence where no call of the action was ever answered otherwise.
pub fn action_may_be_missing(status: u16, code: &str, message: &str) -> bool {
    unsupported_rules().any(|rule| rule.fits(status, code, message))
}

/// Every row of the table.
pub fn unsupported_rules() -> impl Iterator<Item = &'static UnsupportedRule> {
    TABLE.rules.iter()
}
