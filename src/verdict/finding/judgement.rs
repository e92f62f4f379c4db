//! What follows from findings for a scenario.

use serde::{Deserialize, Serialize};

use crate::finding::model::Finding;

/// The result of a scenario on an endpoint.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// Nothing deviates.
    Conformant,
    /// Only known deviations.
    Known,
    /// At least one finding that counts against the endpoint.
    Deviates,
    /// The endpoint lacks an action that the scenario needs.
    Unsupported,
    /// Not run, because the endpoint or the operator does not meet what it requires.
    Skipped,
    /// ec2-compat or the environment failed; never held against the endpoint.
    Error,
    /// Not begun, because the run was interrupted first.
    NotRun,
}

impl Verdict {
    /// Whether the scenario says anything about the endpoint.
    pub fn is_judged(self) -> bool {
        match self {
            Verdict::Conformant | Verdict::Known | Verdict::Deviates | Verdict::Unsupported => true,
            Verdict::Skipped | Verdict::Error | Verdict::NotRun => false,
        }
    }
}

/// A scenario on an endpoint, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The endpoint's name.
    pub endpoint: String,
    /// The scenario's id, or `fixtures/<name>`.
    pub scenario: String,
    /// What the scenario claims, one sentence.
    pub about: String,
    /// The file that it is in: `suites/key-pairs/lifecycle.yaml`.
    pub file: String,
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// The result.
    pub verdict: Verdict,
    /// Why, in one line; absent if it is conformant.
    pub reason: Option<String>,
    /// All findings, causes before consequences.
    pub findings: Vec<Finding>,
    /// Steps that were not run: step, reason.
    pub blocked: Vec<(String, String)>,
    /// Resources that may not have been deleted: `kind id: reason`.
    pub leftovers: Vec<String>,
    /// When it began, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// The calls made; retries are not counted.
    pub calls: u32,
    /// What the reference oracle did; absent without a reference, and where nothing could be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
}

/// What was compared with the reference, and which differences were ignored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The reference's name.
    pub reference: String,
    /// The number of steps compared.
    pub steps: u32,
    /// The differences that are not findings, each with the rule that ignores it.
    pub ignored: Vec<Ignored>,
}

/// A difference from the reference that is not a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ignored {
    /// The step, as in [`Finding::step`].
    pub step: String,
    /// The member, without positions: `Vpcs[].State`; empty for the step as a whole.
    pub path: String,
    /// The rule: `time`, `id`, `noise: suites/noise/moto.yaml:3`, `the scenario: ...`.
    pub rule: String,
}
