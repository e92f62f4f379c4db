//! How a scenario ended.

use serde::{Deserialize, Serialize};

use crate::ids::StepName;

/// How a scenario ended on an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// Its steps were run, but for blocked ones.
    Completed,
    /// Nothing was run: a requirement is not met.
    Skipped {
        /// The missing requirement, as text for people.
        reason: String,
    },
    /// Nothing was run: the endpoint's profile excludes it.
    Excluded {
        /// The reason that the profile states.
        reason: String,
    },
    /// Its time limit expired first.
    TimedOut {
        /// The step that was running; absent before the first.
        #[serde(with = "step_or_none")]
        step: Option<StepName>,
        /// The time limit in milliseconds.
        limit_ms: u64,
    },
    /// The run was interrupted.
    Interrupted,
    /// Nothing was run: the run had ended before it for a reason of its own (`run --fail-fast`).
    NotRun {
        /// The reason, as text for people.
        reason: String,
    },
    /// The program or its environment failed, not the endpoint.
    Error {
        /// The reason, as text for people.
        reason: String,
    },
}

/// A step that may be absent is an empty string.
mod step_or_none {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::ids::StepName;

    pub(super) fn serialize<S: Serializer>(step: &Option<StepName>, serializer: S) -> Result<S::Ok, S::Error> {
        match step {
            Some(step) => serializer.collect_str(step),
            None => serializer.serialize_str(""),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<StepName>, D::Error> {
        let step = StepName::deserialize(deserializer)?;
        Ok(Some(step).filter(|step| !matches!(step, StepName::Unknown(text) if text.is_empty())))
    }
}
