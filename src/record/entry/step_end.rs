//! How steps end that are more than one call, or none: waits, hooks, steps that are sent at the same moment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::StepName;

/// How a `wait` or an `until` ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    /// The name of the step that waited.
    pub step: StepName,
    /// Name of the waiter, or the conditions of an `until`.
    pub waiter: String,
    /// Whether the awaited state was reached.
    pub end: WaitEnd,
    /// Number of calls that it made.
    pub polls: u32,
    /// From its first call to its end, in milliseconds.
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
    /// The name of the step that ran the hook.
    pub step: StepName,
    /// The hook's name in the endpoint's profile.
    pub hook: String,
    /// Absent where a signal or the time limit ended the hook.
    pub exit_status: Option<i32>,
    /// Standard output: parsed where it is JSON, else a string.
    pub output: Value,
    /// The end of standard error.
    pub stderr: String,
    /// From its start to its end, in milliseconds.
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
