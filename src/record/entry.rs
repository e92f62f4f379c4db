//! The entries of a run: the engine's event stream and, line by line, the record on disk.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::Exchange;

/// One thing that happened in a run. The recorder, the progress display and the tests consume these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// The run begins; always the first entry.
    RunStarted(Box<RunHead>),
    /// A scenario begins on an endpoint.
    ScenarioStarted {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// Milliseconds since the Unix epoch.
        at_ms: u64,
    },
    /// A step begins: for progress displays; not needed to judge.
    StepStarted {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// The step, as [`Observation::step`] spells it.
        step: String,
        /// The step in a few words: `RunInstances`, `wait InstanceRunning`.
        doing: String,
    },
    /// A call was made and answered, or failed.
    Observed {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// What was asked and what came.
        observation: Box<Observation>,
    },
    /// A `wait` or `until` ended.
    Waited {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// How.
        waited: Waited,
    },
    /// An operator's hook ran.
    HookRun {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// What it said.
        operated: HookRun,
    },
    /// A step was not asked, because of what came before it.
    Blocked {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// The step, as [`Observation::step`] spells it.
        step: String,
        /// Why, for people.
        reason: String,
    },
    /// A resource was cleaned up, or could not be.
    CleanedUp {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// What and how.
        clean_up: CleanedUp,
    },
    /// A scenario ended on an endpoint.
    ScenarioEnded {
        /// Which scenario, on which endpoint.
        key: ScenarioKey,
        /// Milliseconds since the Unix epoch.
        at_ms: u64,
        /// How it ended, which says nothing of whether the endpoint conforms.
        outcome: Outcome,
    },
    /// The run ended by itself; a record without it was cut short.
    RunEnded {
        /// Milliseconds since the Unix epoch.
        at_ms: u64,
        /// Whether someone interrupted it.
        interrupted: bool,
    },
}

/// A scenario on an endpoint. A fixture that is made once a run has the scenario `fixtures/<name>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioKey {
    /// The endpoint's name in `endpoints.yaml`.
    pub endpoint: String,
    /// The scenario's id: `<area>/<name>` or `<area>/<name>[<case>]`.
    pub scenario: String,
}

impl fmt::Display for ScenarioKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.scenario, self.endpoint)
    }
}

/// What a run is: written first, readable by itself as `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunHead {
    /// Version of the record's format.
    pub format: u32,
    /// The run's id: also the prefix of the names of what it creates.
    pub run: String,
    /// Milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// Version of ec2-compat.
    pub tool: String,
    /// Version of the suite: a digest over its files and its declared version.
    pub suite: String,
    /// The endpoints, target first.
    pub endpoints: Vec<EndpointHead>,
    /// The scenarios selected, in order, by id.
    pub selected: Vec<String>,
    /// Whether it kept what it made for a later run, or looked after what an earlier one kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survivors: Option<Survivors>,
}

/// A run's part in testing what outlives an upgrade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "survivors", rename_all = "kebab-case")]
pub enum Survivors {
    /// It left what it made (`run --keep`).
    Kept,
    /// It asked of what an earlier run had kept (`run --adopt`).
    Adopted {
        /// That run's id.
        run: String,
    },
}

/// What is known of an endpoint when a run begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointHead {
    /// Its name in `endpoints.yaml`.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Its region.
    pub region: String,
    /// The API version asked of it.
    pub api_version: String,
    /// What kind of service it is.
    pub account: ServiceKind,
    /// The facts of its profile.
    pub facts: BTreeMap<String, Value>,
    /// Parameters the profile leaves out of every call.
    pub omit: Vec<String>,
}

/// What an endpoint is, so that nothing recorded from an emulator is ever called AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// Amazon's own service.
    Aws,
    /// A cloud that speaks EC2.
    Cloud,
    /// A program that imitates AWS (moto, LocalStack).
    Emulator,
}

/// One call of a step, with all its attempts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Which step: `steps[2]`, `given.<fixture>.steps[0]`, `clean-up`, counted from 0.
    pub step: String,
    /// What the call was for.
    pub purpose: Purpose,
    /// The action asked for; absent for a raw request that names none.
    pub operation: Option<String>,
    /// The API version asked for.
    pub api_version: String,
    /// The parameters as asked, with AWS's names (those of a raw request as they went over the wire).
    pub parameters: Value,
    /// Parameters that the endpoint's profile made us leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<String>,
    /// Every attempt, in order; the last one is the answer.
    pub attempts: Vec<Exchange>,
    /// What the SDK made of the answer.
    pub sdk: SdkVerdict,
    /// The variables that the step's expectations use, as they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bindings: BTreeMap<String, Value>,
    /// The variables that the step saved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saved: BTreeMap<String, Value>,
}

impl Observation {
    /// The last attempt, whose answer is the call's answer.
    pub fn last(&self) -> Option<&Exchange> {
        self.attempts.last()
    }
}

/// What a call was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A step's one call.
    Ask,
    /// One of a `wait`'s or `until`'s calls that was not its last.
    Poll,
    /// The last call of an `until` or `wait`: the one its expectations are put to.
    Settled,
    /// Clean-up: finding or deleting what was created.
    CleanUp,
}

/// What the official SDK made of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum SdkVerdict {
    /// It decoded the answer.
    Accepted,
    /// It read the answer as an error of the service.
    ServiceError {
        /// The code it found.
        code: Option<String>,
    },
    /// It could not make sense of the answer.
    Unreadable {
        /// Its own words.
        reason: String,
    },
    /// No answer came to judge.
    NoAnswer {
        /// Its own words.
        reason: String,
    },
    /// The SDK was not asked: a raw request, or an action that it does not know.
    NotAsked,
}

/// How a `wait` or an `until` ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    /// The step, as [`Observation::step`] spells it.
    pub step: String,
    /// The waiter's name, or the conditions of an `until`.
    pub waiter: String,
    /// How it ended.
    pub end: WaitEnd,
    /// The number of calls made.
    pub polls: u32,
    /// The time it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The deadline it had, in milliseconds.
    pub deadline_ms: u64,
}

/// The ends of a wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "kebab-case")]
pub enum WaitEnd {
    /// What it waited for came.
    Met,
    /// The deadline came first.
    Deadline,
    /// A state came from which there is no way there, or a call failed.
    Failed {
        /// Why, for people.
        reason: String,
    },
}

/// What an operator's hook did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HookRun {
    /// The step, as [`Observation::step`] spells it.
    pub step: String,
    /// The hook's name in the endpoint's profile.
    pub hook: String,
    /// Its exit status; absent when a signal or the deadline ended it.
    pub exit: Option<i32>,
    /// Its standard output, as JSON where it is JSON, else as a string.
    pub output: Value,
    /// The last of its standard error.
    pub errors: String,
    /// The time it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The variables that the step's expectations use, as they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bindings: BTreeMap<String, Value>,
    /// The variables that the step saved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saved: BTreeMap<String, Value>,
}

/// One resource at the end of its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanedUp {
    /// The kind of resource, as the contract's create/delete table names it: `vpc`, `key-pair`.
    pub kind: String,
    /// Its id or name.
    pub id: String,
    /// The action that deletes it.
    pub operation: String,
    /// How it went.
    #[serde(flatten)]
    pub outcome: CleanUpOutcome,
}

/// How a clean-up went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum CleanUpOutcome {
    /// It was deleted.
    Deleted,
    /// It was gone already.
    Gone,
    /// It may still be there.
    Failed {
        /// Why, for people.
        reason: String,
    },
}

/// How a scenario ended on an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// Its steps were asked, as far as they could be.
    Completed,
    /// Nothing was asked, because of what it requires.
    Skipped {
        /// What is missing.
        reason: String,
    },
    /// Its time limit came first.
    TimedOut {
        /// The step it was at.
        step: String,
        /// The limit, in milliseconds.
        limit_ms: u64,
    },
    /// Somebody stopped the run.
    Interrupted,
    /// We failed, or the environment did; not the endpoint's fault.
    Error {
        /// Why, for people.
        reason: String,
    },
}
