//! One side of a comparison, and what is shown of both.

use record::{EndpointHead, StepName, Transcript};
use serde_json::Value;

use crate::finding::Finding;

/// A scenario as it ran on one endpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScenarioRun<'a> {
    pub(crate) transcript: &'a Transcript,
    pub(crate) endpoint: &'a EndpointHead,
    /// The run's name, which is the prefix of all names that it generated.
    pub(crate) run: &'a str,
    /// The findings of the other oracles in its steps, those of fixtures included.
    pub(crate) findings: &'a [Finding],
}

/// The two responses of a step made comparable: ids have names, values that vary show what they are, lists are in the
/// reference's order. What is equal in both is no difference.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparableStep {
    /// The name of the step in its scenario or fixture: `steps[2]`.
    pub step: StepName,
    /// The reference's response, made comparable.
    pub reference: Value,
    /// The target's response, made comparable.
    pub target: Value,
}
