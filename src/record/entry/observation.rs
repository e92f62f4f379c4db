//! One call of a step, from its parameters to the decoded response.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::Exchange;
use crate::ids::StepName;

/// One call of a step, with all its attempts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The name of the step that made the call: `steps[2]`.
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
