//! The columns of `kinds.yaml`, which documents them.

use std::sync::LazyLock;

use contract::Severity;
use indexmap::IndexMap;
use serde::Deserialize;

use crate::finding::kind::FindingKind;
use crate::finding::oracle::Oracle;

pub(crate) static TABLE: LazyLock<IndexMap<FindingKind, KindRow>> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("kinds.yaml")).expect("tests/it/kinds.rs parses the embedded table")
});

/// A kind of finding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindRow {
    pub(crate) code: String,
    pub(crate) oracle: Oracle,
    pub(crate) class: FindingClass,
    pub(crate) severity: Severity,
    pub(crate) rank: u8,
    pub(crate) ends_step: bool,
    pub(crate) title: String,
    pub(crate) cause: String,
    pub(crate) means: String,
    pub(crate) matters: String,
    pub(crate) r#do: String,
    pub(crate) example: String,
    pub(crate) stops_client: Option<bool>,
    #[serde(default)]
    pub(crate) consequences: Consequences,
    #[serde(default)]
    pub(crate) folds: Vec<FindingKind>,
    #[serde(default)]
    pub(crate) explains_absence: bool,
    #[serde(default)]
    pub(crate) identity: Identity,
    #[serde(default)]
    pub(crate) grouped_by: Grouping,
    #[serde(default)]
    pub(crate) may_mean_missing: bool,
    #[serde(default)]
    pub(crate) leftover: bool,
    pub(crate) difference: Option<DifferenceRow>,
}

/// What of a step a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, strum::EnumIter, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum FindingClass {
    /// The action does not exist.
    Action,
    /// A call that must succeed does not.
    Call,
    /// A call that must be rejected is not, or with another error code.
    Rejection,
    /// The state that a step waits for is not reached.
    Wait,
    /// The operator's hook of a step fails.
    Hook,
    /// Status, headers or bytes of a response.
    Http,
    /// Anything else in a response.
    Content,
}

/// Which findings of the same step follow from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Consequences {
    #[default]
    None,
    /// Expectations about the response, and what the SDK and the reference make of it.
    Response,
    All,
}

/// What makes two findings at one place the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Identity {
    /// Expected and actual, too.
    #[default]
    Value,
    Place,
}

/// What makes findings one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Grouping {
    /// Action, path, expected and actual.
    #[default]
    Value,
    /// Action, whichever of its members.
    Members,
    Action,
    /// Action and error code.
    Error,
    Path,
    Code,
}

/// What a difference from the reference is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DifferenceRow {
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) repeats: Repeats,
    #[serde(default)]
    pub(crate) transition: Transition,
    #[serde(default)]
    pub(crate) of_resource: bool,
}

/// The findings of other oracles that report the same as a difference.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Repeats {
    pub(crate) oracles: Vec<Oracle>,
    pub(crate) kinds: Vec<FindingKind>,
    pub(crate) at_path: Vec<FindingKind>,
}

/// Whether a difference comes with a change of state that one side has not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Transition {
    #[default]
    Never,
    /// Where the member varies by nature.
    Volatile,
    Always,
}
