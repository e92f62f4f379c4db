//! What an entry is about.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::attempt::Attempt;
use crate::ids::Subject;

/// A scenario on an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioKey {
    /// The endpoint's name in `endpoints.yaml`.
    pub endpoint: String,
    /// The id of a scenario (`<area>/<name>[<case>]`), a fixture (`fixtures/<name>`) or a run check (`aftermath`).
    pub scenario: Subject,
    /// Which attempt of the scenario, counted from 1; absent for the first.
    #[serde(default, skip_serializing_if = "Attempt::is_first")]
    pub attempt: Attempt,
}

impl fmt::Display for ScenarioKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.scenario, self.endpoint)?;
        if self.attempt.is_first() { Ok(()) } else { write!(f, ", attempt {}", self.attempt) }
    }
}
