//! The codes that AWS's list of errors gives for each thing that can be wrong: `expected.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Expected {
    /// A required parameter is missing.
    pub(crate) missing: Vec<String>,
    /// A parameter is missing of which the model does not say so.
    pub(crate) unsaid: Vec<String>,
    /// Actions that list, and need one of several parameters all the same.
    pub(crate) unsaid_of: Vec<String>,
    /// A parameter that the action does not have.
    pub(crate) unknown_parameter: Vec<String>,
    /// A value that the parameter cannot have.
    pub(crate) value: Vec<String>,
    /// A filter that the action does not have.
    pub(crate) unknown_filter: Vec<String>,
    /// A paging token that was never given.
    pub(crate) token: Vec<String>,
    /// A dry run of what is right.
    pub(crate) dry_run: Vec<String>,
    /// Kinds of which a malformed id is always told from one that is of nothing.
    pub(crate) told_apart: Vec<String>,
}

/// The table, as it is embedded.
pub(crate) static EXPECTED: LazyLock<Expected> = LazyLock::new(|| {
    let text = include_str!("expected.yaml");
    serde_yaml::from_str(text).expect("tests/scenario_generated.rs parses the embedded table")
});
