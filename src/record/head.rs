//! The head of a run: which endpoints, which scenarios, by which version.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::ScenarioId;
use crate::shard::ShardHead;

/// The head of a run: written first, and readable by itself as `run.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunHead {
    /// Version of the format: [`FORMAT`](crate::FORMAT) in runs that this version records.
    pub format: u32,
    /// The run's id, which is also the prefix of the names of the resources it creates.
    pub run: String,
    /// Milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// Version of ec2-compat that recorded it.
    pub tool: String,
    /// Version of the suite: its declared version and a digest of its files.
    pub suite: String,
    /// The endpoints: the target first, then references.
    pub endpoints: Vec<EndpointHead>,
    /// The ids of the selected scenarios, in order.
    pub selected: Vec<ScenarioId>,
    /// Whether it left its resources for a later run, or used those of an earlier one; absent in ordinary runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survivors: Option<SurvivorRole>,
    /// How often and in which order the scenarios run; absent in ordinary runs.
    #[serde(default, skip_serializing_if = "Course::is_ordinary")]
    pub course: Course,
    /// When it was resumed after an interruption: milliseconds since the Unix epoch, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resumed_at_ms: Vec<u64>,
    /// Which part of a run on several machines it is (`run --shard`); absent in whole runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardHead>,
}

/// How often and in which order the scenarios of a run run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The attempts of every scenario (`run --repeat`).
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub repeat: u32,
    /// Further attempts of a scenario, at most, as long as it fails (`run --retry-failed`).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub retry_failed: u32,
    /// What the order was drawn from (`run --order random`); absent: scenarios that wait come first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// Whether no scenario begins after one that fails the run (`run --fail-fast`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fail_fast: bool,
}

impl Course {
    /// Whether each scenario runs once, in the usual order.
    pub fn is_ordinary(&self) -> bool {
        *self == Course::default()
    }

    /// Whether a scenario may have more than one attempt.
    pub fn has_attempts(&self) -> bool {
        self.repeat > 1 || self.retry_failed > 0
    }
}

impl Default for Course {
    fn default() -> Self {
        Course { repeat: 1, retry_failed: 0, seed: None, fail_fast: false }
    }
}

fn once() -> u32 {
    1
}

fn is_once(repeat: &u32) -> bool {
    *repeat == 1
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A run's part in testing which resources survive an upgrade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "survivors", rename_all = "kebab-case")]
pub enum SurvivorRole {
    /// It left its resources in place (`run --keep`).
    Kept,
    /// It used the resources that an earlier run had left (`run --adopt`).
    Adopted {
        /// The earlier run's id.
        run: String,
    },
}

/// An endpoint as a run knows it at the start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointHead {
    /// The endpoint's name in `endpoints.yaml`.
    pub name: String,
    /// The URL that requests are sent to.
    pub url: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The API version that requests name: `2016-11-15`.
    pub api_version: String,
    /// AWS itself, another cloud, or an emulator.
    pub service_kind: ServiceKind,
    /// The facts of the endpoint's profile.
    pub facts: BTreeMap<String, Value>,
    /// Parameters that SDKs fill in and that the profile leaves out of every call.
    pub omit_parameters: Vec<String>,
}

/// The kind of service behind an endpoint, so that nothing recorded from an emulator is presented as AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::VariantNames)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ServiceKind {
    /// Amazon's own service.
    Aws,
    /// A cloud that implements EC2's API.
    Cloud,
    /// A program that emulates AWS (moto, LocalStack).
    Emulator,
}
