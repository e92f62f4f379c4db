//! The error codes that AWS documents for each kind of invalid request: `expected.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The table; a request may be rejected with any of the codes in a row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// A required parameter is missing.
    pub(crate) missing: Vec<String>,
    /// A parameter is missing that the model declares optional.
    pub(crate) undeclared: Vec<String>,
    /// Actions that list resources but require one of several parameters.
    pub(crate) undeclared_of: Vec<String>,
    /// The action does not have the parameter.
    pub(crate) unknown_parameter: Vec<String>,
    /// The value is invalid.
    pub(crate) value: Vec<String>,
    /// The action does not have the filter.
    pub(crate) unknown_filter: Vec<String>,
    /// The token was not returned by the action.
    pub(crate) token: Vec<String>,
    /// The request is valid, but a dry run.
    pub(crate) dry_run: Vec<String>,
    /// Kinds for which AWS distinguishes malformed ids from ids of no resource.
    pub(crate) distinguished: Vec<String>,
}

pub(crate) static EXPECTED: LazyLock<Expected> = LazyLock::new(|| {
    let text = include_str!("expected.yaml");
    serde_yaml::from_str(text).expect("the tests parse the embedded table")
});
