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
    pub(crate) identity: FindingIdentity,
    #[serde(default)]
    pub(crate) grouped_by: Grouping,
    #[serde(default)]
    pub(crate) may_mean_missing: bool,
    #[serde(default)]
    pub(crate) leftover: bool,
    #[serde(default)]
    pub(crate) of_fixture: bool,
    #[serde(default)]
    pub(crate) unsaved: bool,
    pub(crate) instead_of_error: Option<InsteadOfError>,
    #[serde(default)]
    pub(crate) evidence: EvidenceColumn,
    #[serde(default)]
    pub(crate) misleads_parser: MisleadsParser,
    pub(crate) regression: Option<String>,
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
pub(crate) enum FindingIdentity {
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

/// What comes in place of an error that AWS returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum InsteadOfError {
    Success,
    /// Another error code.
    Code,
}

/// What supports a finding beside the pages of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EvidenceColumn {
    #[default]
    None,
    /// That AWS always returns the member at its path.
    Member,
    /// That AWS returns the expected codes.
    Codes,
    /// That AWS shows the member at its path.
    Place,
}

/// What the parser of a client may take for another response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MisleadsParser {
    #[default]
    None,
    /// The member at the path of the finding.
    Member,
    Namespace,
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

#[cfg(test)]
mod tests {
    use super::{FindingClass, InsteadOfError, TABLE};
    use crate::finding::kind::FindingKind;
    use crate::finding::oracle::Oracle;

    /// Code takes one kind for each of these: a second one in the table would change what it means.
    #[test]
    fn columns_that_name_one_kind_name_one() {
        let only = |has: fn(&super::KindRow) -> bool| {
            let kinds: Vec<FindingKind> = TABLE.iter().filter(|(_, row)| has(row)).map(|(kind, _)| *kind).collect();
            assert_eq!(kinds.len(), 1, "{kinds:?}");
            kinds[0]
        };
        assert_eq!(only(|row| row.of_fixture), FindingKind::FixtureFailed);
        assert_eq!(only(|row| row.unsaved), FindingKind::SavedValueAbsent);
        assert_eq!(only(|row| row.instead_of_error == Some(InsteadOfError::Success)), FindingKind::NoError);
        assert_eq!(only(|row| row.instead_of_error == Some(InsteadOfError::Code)), FindingKind::WrongErrorCode);
        assert_eq!(only(|row| row.class == FindingClass::Action), FindingKind::ActionUnsupported);
    }

    #[test]
    fn what_comes_instead_of_an_error_is_a_rejection_of_the_scenario() {
        for (kind, row) in TABLE.iter().filter(|(_, row)| row.instead_of_error.is_some()) {
            assert_eq!((row.oracle, row.class), (Oracle::Expect, FindingClass::Rejection), "{kind}");
        }
    }
}
