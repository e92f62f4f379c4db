//! One event of a run, and the line of its file.

use serde::{Deserialize, Serialize};

use crate::blocked::BlockedReason;
use crate::entry::clean_up::CleanedUp;
use crate::entry::client_run::ClientRun;
use crate::entry::inventory::Inventory;
use crate::entry::key::ScenarioKey;
use crate::entry::observation::Observation;
use crate::entry::outcome::Outcome;
use crate::entry::step_end::{HookRun, SentTogether, Waited};
use crate::head::RunHead;
use crate::ids::StepName;

/// One event of a run. The recorder, the progress display and the tests consume these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(tag = "entry", rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Entry {
    /// The run begins: always the first entry.
    RunStarted(Box<RunHead>),
    /// The run goes on after an interruption. What it had not recorded to the end is recorded anew.
    RunResumed {
        /// Milliseconds since the Unix epoch.
        at_ms: u64,
    },
    /// A scenario begins on an endpoint.
    ScenarioStarted {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// Milliseconds since the Unix epoch.
        at_ms: u64,
    },
    /// A step begins. For progress displays: judging does not need it.
    StepStarted {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// The name of the step that begins: `steps[2]`.
        step: StepName,
        /// A short description: `RunInstances`, `wait InstanceRunning`.
        doing: String,
    },
    /// A call ended, with a response or with a transport error.
    Observed {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// The requests and the responses.
        observation: Box<Observation>,
    },
    /// A `wait` or `until` ended.
    Waited {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// The end of the wait.
        waited: Waited,
    },
    /// An operator's hook ran.
    HookRun {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// The hook's exit status and output.
        hook_run: HookRun,
    },
    /// Steps that were sent at the same moment ended.
    Together {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// What is evaluated over all of them.
        together: SentTogether,
    },
    /// A client ran to its end, or could not be started.
    ClientRun {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// The client's exit status and output, and what of its requests did not reach the endpoint.
        client_run: Box<ClientRun>,
    },
    /// A step was not run, because an earlier one failed.
    Blocked {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// The name of the step that was not run.
        step: StepName,
        /// The reason.
        reason: BlockedReason,
    },
    /// A resource was deleted, or could not be.
    CleanedUp {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// The resource and the outcome.
        clean_up: CleanedUp,
    },
    /// What the account has after clean-up was compared with what it had before the run.
    Inventory {
        /// The check after clean-up, and the endpoint.
        key: ScenarioKey,
        /// What was listed, and what of it is not explained.
        inventory: Inventory,
    },
    /// A scenario ended on an endpoint.
    ScenarioEnded {
        /// The scenario and the endpoint.
        key: ScenarioKey,
        /// Milliseconds since the Unix epoch.
        at_ms: u64,
        /// How it ended; independent of whether the endpoint deviates.
        outcome: Outcome,
    },
    /// The run ended: the last entry, unless the run was resumed. A recorded run that ends otherwise was cut short.
    RunEnded {
        /// Milliseconds since the Unix epoch.
        at_ms: u64,
        /// Whether it was interrupted.
        interrupted: bool,
    },
}
