//! The JSON format of results by action.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::{ActionSummary, ActionTally};

use crate::model::EndpointActions;

/// How an endpoint responds to the actions that were called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActionsEntry {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The actions that were called, sorted by name.
    pub actions: Vec<ActionEntry>,
}

/// How an endpoint responds to an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActionEntry {
    /// The name of the action.
    pub action: String,
    /// Whether the steps that call it are as AWS's, over all scenarios and fixtures.
    pub result: ActionSummary,
    /// The number of steps that call it.
    pub steps: usize,
    /// The number of those without a deviation.
    pub as_aws: usize,
}

impl From<&EndpointActions> for ActionsEntry {
    fn from(actions: &EndpointActions) -> Self {
        ActionsEntry {
            endpoint: actions.endpoint.clone(),
            actions: actions.actions.iter().map(ActionEntry::from).collect(),
        }
    }
}

impl From<&ActionTally> for ActionEntry {
    fn from(tally: &ActionTally) -> Self {
        ActionEntry { action: tally.action.clone(), result: tally.summary(), steps: tally.steps, as_aws: tally.good }
    }
}
