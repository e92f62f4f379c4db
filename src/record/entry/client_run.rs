//! One execution of a client, and what of its requests was refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::StepName;

/// One execution of a client, whose requests were observed: those that reached the endpoint are observations of the step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientRun {
    /// The name of the step that ran it, as in the observations of its requests.
    pub step: StepName,
    /// The name of the client, where the scenario requires it by name: `boto3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The version that the client states: `1.44.8`.
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
    /// From its start to its end, in milliseconds.
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
