//! The entries of a run: the engine's event stream and, line by line, the recorded run.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::attempt::Attempt;
use crate::blocked::BlockedReason;
use crate::exchange::Exchange;
use crate::head::RunHead;
use crate::ids::{StepName, Subject};

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
        /// The step.
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
    /// A client ran.
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
        /// The step.
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
        /// The result.
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

/// One call of a step, with all its attempts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The step.
    pub step: StepName,
    /// Why the call was made.
    pub purpose: Purpose,
    /// The action; absent for a raw request that names none.
    pub operation: Option<String>,
    /// The API version; empty for a raw request that names none.
    pub api_version: String,
    /// The parameters with AWS's names; those of a raw request as they were sent.
    pub parameters: Value,
    /// Parameters that SDKs fill in and that the endpoint's profile leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<String>,
    /// The ids that the response reports as created though the account had them before the run; later steps do not get them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub existing: Vec<String>,
    /// Every attempt, in order; the last one has the call's response. Empty where nothing was sent.
    pub attempts: Vec<Exchange>,
    /// How the SDK decoded the response.
    pub sdk: SdkVerdict,
    /// Values of the variables that the step's expectations use.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bindings: BTreeMap<String, Value>,
    /// Values of the variables that the step saved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saved: BTreeMap<String, Value>,
}

impl Observation {
    /// The last attempt, whose response is the call's.
    pub fn last(&self) -> Option<&Exchange> {
        self.attempts.last()
    }
}

/// Why a call was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// It is the one call of a step.
    Call,
    /// It is one of the calls of a `wait` or `until`, but not the last.
    Poll,
    /// It is the last call of a `wait` or `until`: the one that expectations are checked against.
    Settled,
    /// It finds or deletes resources during clean-up.
    CleanUp,
    /// It gets another page of the response before it: with the token that came, or as a page of a walk.
    Page,
}

/// How the official SDK decoded a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum SdkVerdict {
    /// The SDK decoded a success.
    Accepted,
    /// The SDK decoded an error of the service.
    ServiceError {
        /// The error code; absent where the SDK found none.
        code: Option<String>,
    },
    /// The SDK could not decode the response.
    Unreadable {
        /// The SDK's error message.
        reason: String,
    },
    /// No complete response was received.
    NoResponse {
        /// The SDK's error message.
        reason: String,
    },
    /// The SDK was not used: a raw request, or an action that it does not have.
    NotCalled,
}

/// How a `wait` or an `until` ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    /// The step.
    pub step: StepName,
    /// Name of the waiter, or the conditions of an `until`.
    pub waiter: String,
    /// Whether the awaited state was reached.
    pub end: WaitEnd,
    /// Number of calls that it made.
    pub polls: u32,
    /// Duration in milliseconds.
    pub elapsed_ms: u64,
    /// The time limit in milliseconds.
    pub deadline_ms: u64,
    /// Whether that limit was shortened and passed, because an earlier wait of the run for the same saw nothing but the
    /// same value up to its whole deadline.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remembered: bool,
}

/// The outcome of a `wait` or `until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "kebab-case")]
pub enum WaitEnd {
    /// The awaited state was reached.
    Met,
    /// The time limit expired first.
    Deadline,
    /// The awaited state can no longer be reached, or a call failed.
    Failed {
        /// The reason, as text for people.
        reason: String,
    },
}

/// One execution of an operator's hook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HookRun {
    /// The step.
    pub step: StepName,
    /// The hook's name in the endpoint's profile.
    pub hook: String,
    /// Absent where a signal or the time limit ended the hook.
    pub exit_status: Option<i32>,
    /// Standard output: parsed where it is JSON, else a string.
    pub output: Value,
    /// The end of standard error.
    pub stderr: String,
    /// Duration in milliseconds.
    pub elapsed_ms: u64,
    /// Values of the variables that the step's expectations use.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bindings: BTreeMap<String, Value>,
    /// Values of the variables that the step saved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saved: BTreeMap<String, Value>,
}

/// What is evaluated over steps that were sent at the same moment. Their calls are observations of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentTogether {
    /// The step that they belong to and follow.
    pub step: StepName,
    /// Values of the variables that the expectations over all of them use.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bindings: BTreeMap<String, Value>,
    /// Values of the variables that were saved over all of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saved: BTreeMap<String, Value>,
}

/// One execution of a client, whose requests were observed: those that reached the endpoint are observations of the step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientRun {
    /// The step.
    pub step: StepName,
    /// The name of the client, where the scenario requires it by name: `boto3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// Its version: `1.44.8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Absent where a signal or the time limit ended it, or it could not be started.
    pub exit_status: Option<i32>,
    /// Why it has no exit status, as text for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The end of standard output: parsed where it is JSON, else a string.
    pub output: Value,
    /// The end of standard error.
    pub stderr: String,
    /// Duration in milliseconds.
    pub elapsed_ms: u64,
    /// The number of requests by the version of their signature: `v4`, `v2`, `none`.
    pub signatures: BTreeMap<String, u64>,
    /// The number of requests that were answered in place of another service, by service and action: `sts GetCallerIdentity`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stood_in: BTreeMap<String, u64>,
    /// The number of requests for another service that were passed on as the profile says, likewise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub passed_on: BTreeMap<String, u64>,
    /// The requests that were refused, and not sent to the endpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedRequest>,
    /// Values of the variables that the step's expectations use.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bindings: BTreeMap<String, Value>,
    /// Values of the variables that the step saved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saved: BTreeMap<String, Value>,
}

/// Requests of a client that were refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRequest {
    /// The service that it was for: `ec2`, `iam`; empty where the request does not name it.
    pub service: String,
    /// The action; absent where the request names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The kind of reason, for programs.
    pub cause: RefusalCause,
    /// The reason, as the client got it.
    pub reason: String,
    /// How many there were.
    pub count: u64,
}

/// Why a request of a client was refused, kebab-case in records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCause {
    /// It is not valid HTTP, or cannot be read: too large, or compressed.
    Malformed,
    /// It is not signed with the key that the client was given, or wrongly.
    Signature,
    /// It is signed for another region.
    Region,
    /// It is for another service than EC2.
    Service,
    /// It creates something that costs money, which was not allowed.
    Billing,
    /// It creates more than the quotas of the endpoint's profile allow.
    Quota,
    /// It changes what is not the run's own.
    NotOwn,
    /// The journal cannot be written, or the client was ended.
    Ended,
}

/// The deletion of one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanedUp {
    /// The kind of resource, as the contract's create/delete table names it: `vpc`, `key-pair`.
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

/// What the account has after clean-up, compared with what it had before the run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Inventory {
    /// The kinds of resources that were listed before and after the run, sorted.
    pub listed: Vec<String>,
    /// The kinds that the run may have created and that could not be listed, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_listed: BTreeMap<String, String>,
    /// Creating calls without a readable response of which nothing new was found: they created nothing.
    pub refuted: u32,
    /// Resources that appeared during the run and are not the run's.
    pub of_others: u32,
    /// Default security groups, default network ACLs and main route tables of VPCs that the run created and deleted, which are
    /// still described: AWS deletes them with the VPC.
    #[serde(default, skip_serializing_if = "is_none")]
    pub remains: u32,
    /// Shards of the run that did not come to their end: nobody listed what they left.
    #[serde(default, skip_serializing_if = "is_none")]
    pub shards_not_listed: u32,
}

fn is_none(number: &u32) -> bool {
    *number == 0
}

impl Inventory {
    /// Adds what the same check of another shard of the run found.
    pub fn add(&mut self, other: &Inventory) {
        self.listed.extend(other.listed.iter().cloned());
        self.not_listed.extend(other.not_listed.iter().map(|(kind, reason)| (kind.clone(), reason.clone())));
        self.listed.retain(|kind| !self.not_listed.contains_key(kind));
        self.listed.sort();
        self.listed.dedup();
        self.refuted = self.refuted.saturating_add(other.refuted);
        self.of_others = self.of_others.max(other.of_others);
        self.remains = self.remains.saturating_add(other.remains);
        self.shards_not_listed = self.shards_not_listed.max(other.shards_not_listed);
    }
}

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
