//! The deletion of a resource.

use serde::{Deserialize, Serialize};

/// The deletion of one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanedUp {
    /// The kind of resource, as the contract's create/delete table names it: `vpc`, `key-pair`; `account-setting` for a setting
    /// that could not be put back, whose id is the name of its fixture.
    pub kind: String,
    /// The resource's id or name.
    pub id: String,
    /// The action that deletes the resource.
    pub operation: String,
    /// Whether the resource is gone.
    #[serde(flatten)]
    pub outcome: CleanUpOutcome,
}

impl CleanedUp {
    /// What is left over, as reports show it: `vpc vpc-1: reason`; absent if the resource is gone.
    pub fn left_over(&self) -> Option<String> {
        match &self.outcome {
            CleanUpOutcome::Failed { reason } => Some(format!("{}{reason}", self.label())),
            CleanUpOutcome::Deleted | CleanUpOutcome::Gone => None,
        }
    }

    /// `vpc vpc-1: `, with which [`left_over`](Self::left_over) begins.
    pub fn label(&self) -> String {
        format!("{} {}: ", self.kind, self.id)
    }
}

/// The outcome of a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum CleanUpOutcome {
    /// The resource was deleted.
    Deleted,
    /// The resource was gone already.
    Gone,
    /// The resource may still exist.
    Failed {
        /// The reason, as text for people.
        reason: String,
    },
}
