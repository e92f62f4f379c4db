//! How endpoints report that they do not have an action: `data/unsupported.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::load::load;

/// A response which proves or suggests that the endpoint does not have the action at all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnsupportedRule {
    /// The endpoints that respond so, and the source.
    pub who: String,
    /// The HTTP statuses; empty for any.
    #[serde(default)]
    pub status: Vec<u16>,
    /// The error code; empty for a response without one, such as an HTML page.
    pub code: String,
    /// Texts, one of which the message contains, ignoring case; empty for any message. Without an error code the message is
    /// the body of the response.
    #[serde(default)]
    pub message: Vec<String>,
    /// Whether an action that exists and fails gives the same response.
    #[serde(default)]
    pub ambiguous: bool,
    /// Whether it is about the API version of the request: another version may have the action.
    #[serde(default)]
    pub of_version: bool,
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

/// Whether a response proves that the endpoint does not have the action. `code` is empty where the response has none; then
/// `message` is its body.
pub fn action_missing(status: u16, code: &str, message: &str) -> bool {
    unsupported_rules().any(|rule| !rule.ambiguous && rule.fits(status, code, message))
}

/// That an endpoint lacks an action, as reasons state it.
pub fn no_action(action: &str) -> String {
    format!("the endpoint has no {action}")
}

/// Whether an error states that the action is not in the API version of the request.
pub fn action_missing_in_version(code: &str, message: &str) -> bool {
    unsupported_rules().any(|rule| rule.of_version && rule.fits(400, code, message))
}

/// Whether a response suggests that the endpoint does not have the action, or proves it. An action that exists and fails
/// may give the same response: it is evidence only if no call of the action ever had another response.
pub fn action_may_be_missing(status: u16, code: &str, message: &str) -> bool {
    unsupported_rules().any(|rule| rule.fits(status, code, message))
}

/// All rows of the table.
pub fn unsupported_rules() -> impl Iterator<Item = &'static UnsupportedRule> {
    TABLE.rules.iter()
}
