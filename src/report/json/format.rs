//! The JSON format of a report: stable for programs.
//!
//! Its types mirror the internal ones on purpose: renaming an internal field must not change what programs read.
//! `reports/report.schema.json` is made from them.

use record::{BlockedReason, Inventory, ServiceKind, StepName, Subject};
use scenario::{Level, Workflow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{IntoEnumIterator as _, VariantNames as _};
use verdict::{Severity, Verdict};

use crate::json::action::ActionsEntry;
use crate::json::finding::{CauseEntry, FindingEntry};
use crate::json::score::{FixesEntry, ScoresEntry};
use crate::model::{AreaCounts, ChangeSummary, Counts, End, EndpointSurface, KnownNotes, ReferenceOrigin, RunProblem};

/// The version of the format. 3: verdicts and scores by what works and what is identical.
pub const FORMAT: u32 = 3;

/// A report of ec2-compat: the requests that scenarios sent to endpoints, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportDocument {
    /// Version of this format. It is raised when programs for an older version could misread a report.
    pub format: u32,
    /// Id, versions, duration and result of the run.
    pub run: RunEntry,
    /// The endpoints, target first.
    pub endpoints: Vec<EndpointEntry>,
    /// Number of scenarios by verdict, on the target.
    pub counts: Counts,
    /// Number of fixtures with findings by verdict, on the target. They are in `scenarios` and in no other count.
    pub fixtures: Counts,
    /// The same of checks of the run as a whole.
    pub run_checks: Counts,
    /// Number of scenarios by verdict, by endpoint and area.
    pub areas: Vec<AreaCounts>,
    /// What the target was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<ReferenceOrigin>,
    /// The scores of each endpoint.
    pub scores: Vec<ScoresEntry>,
    /// The fixes that gain most on each endpoint.
    pub fixes: Vec<FixesEntry>,
    /// How much of the API each endpoint has, as far as it was called.
    pub surface: Vec<EndpointSurface>,
    /// How each endpoint responds to the actions that were called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionsEntry>,
    /// State of the known deviations.
    pub known: KnownNotes,
    /// What changed since an earlier run, if it was compared with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeSummary>,
    /// Deviations of the recorded reference from AWS as the suite describes it: the reference or the suite is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reference_findings: Vec<ReferenceFinding>,
    /// Findings grouped by cause, most severe first.
    pub causes: Vec<CauseEntry>,
    /// Problems of the run as a whole; empty if it completed and left nothing.
    pub problems: Vec<RunProblem>,
    /// Every scenario that was run, skipped or excluded, every fixture (`fixtures/<name>`) and check of the run
    /// (`aftermath`) with findings, by endpoint and id.
    pub scenarios: Vec<ScenarioEntry>,
    /// Every scenario that was selected and not run.
    pub not_run: Vec<NotRunEntry>,
}

/// The run of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunEntry {
    /// The run's id, which is also the prefix of the names of its resources.
    pub id: String,
    /// The version of ec2-compat that ran.
    pub tool: String,
    /// The version of the suite: what it declares, and a digest of its files.
    pub suite: String,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Milliseconds until the end of the last scenario.
    pub elapsed_ms: u64,
    /// Number of calls; retries do not count.
    pub calls: u64,
    /// How often and in which order the scenarios ran; absent in an ordinary run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseEntry>,
    /// Whether the run completed, was interrupted, or was killed.
    pub end: End,
    /// The mildest severity of a new deviation that fails the run (`--fail-on`).
    #[schemars(with = "String", extend("enum" = Severity::VARIANTS))]
    pub fail_on: Severity,
    /// The exit code of the report.
    pub exit: u8,
    /// The name of the exit code: `nothing-ran`.
    pub exit_name: String,
    /// The meaning of the exit code.
    pub exit_meaning: String,
}

/// An endpoint of the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EndpointEntry {
    /// Its name in `endpoints.yaml`.
    pub name: String,
    /// The URL that requests were sent to.
    pub url: String,
    /// AWS itself, an EC2-compatible cloud, or an emulator.
    #[schemars(with = "String", extend("enum" = ServiceKind::VARIANTS))]
    pub service_kind: ServiceKind,
    /// The region that requests were signed for.
    pub region: String,
    /// The API version of the requests.
    pub api_version: String,
    /// The facts of its profile, which decide what is skipped.
    pub facts: Value,
    /// Parameters that its profile omits from every request.
    pub omit_parameters: Vec<String>,
    /// What the account had after clean-up, compared with what it had before the run; absent where that was not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory: Option<Inventory>,
}

/// A scenario on an endpoint, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioEntry {
    /// Its id: `<area>/<name>` or `<area>/<name>[<case>]`; a fixture's is `fixtures/<name>`.
    pub id: Subject,
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The result; `reports/README.md` defines the values.
    #[schemars(with = "String", extend("enum" = Verdict::VARIANTS))]
    pub verdict: Verdict,
    /// Why it is not identical, in one line.
    pub reason: Option<String>,
    /// The workflow that it belongs to: `launch`; absent for fixtures, checks, and suites without levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub workflow: Option<Workflow>,
    /// `core`, `standard` or `extended`; absent where `workflow` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub level: Option<Level>,
    /// What it states about AWS.
    pub about: String,
    /// Why no implementation has carried it to its end yet; absent where one has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproven: Option<String>,
    /// The file that it is in.
    pub file: String,
    /// The line where it begins, counted from 1.
    pub line: usize,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Its duration in milliseconds.
    pub elapsed_ms: u64,
    /// Number of calls, in all attempts; retries do not count.
    pub calls: u32,
    /// Number of requests that were rejected because of their rate, in all attempts.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub throttled: u32,
    /// All attempts, in order; absent if there was one. The last one counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<AttemptEntry>,
    /// Whether all its deviations are known: it does not fail the run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// Whether it fails the run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fails: bool,
    /// The fixtures that it uses and that have findings, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviating_fixtures: Vec<String>,
    /// Findings, each after its cause.
    pub findings: Vec<FindingEntry>,
    /// Steps that were not run because of an earlier one.
    pub blocked: Vec<BlockedEntry>,
    /// Resources that may not have been deleted: `kind id: reason`.
    pub leftovers: Vec<String>,
}

/// One attempt of a scenario that was run more than once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AttemptEntry {
    /// Its number, counted from 1.
    pub attempt: u32,
    /// The verdict on it alone.
    #[schemars(with = "String", extend("enum" = of_attempts()))]
    pub verdict: Verdict,
    /// Why it is not identical, in one line.
    pub reason: Option<String>,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Its duration in milliseconds.
    pub elapsed_ms: u64,
    /// The fingerprints of its deviations that another attempt does not have.
    pub differing: Vec<String>,
}

/// The verdicts on single attempts: several together are flaky, one is not.
fn of_attempts() -> Vec<&'static str> {
    Verdict::iter().filter(|verdict| *verdict != Verdict::Flaky).map(Into::into).collect()
}

/// How often and in which order the scenarios ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CourseEntry {
    /// The attempts of every scenario (`--repeat`).
    pub repeat: u32,
    /// Further attempts of a scenario, at most, as long as it fails (`--retry-failed`).
    pub retry_failed: u32,
    /// What the order was drawn from (`--order random`); null where scenarios that wait come first.
    pub seed: Option<u32>,
    /// Whether no scenario began after one that failed the run (`--fail-fast`).
    pub fail_fast: bool,
    /// When the run was resumed after an interruption (RFC 3339, UTC).
    pub resumed: Vec<String>,
    /// The later runs that are laid over it, in order.
    pub merged: Vec<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A cause of deviations of the reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceFinding {
    /// Number of scenarios with it.
    pub scenarios: usize,
    /// The first of them.
    pub first: Subject,
    /// One line for people.
    pub text: String,
}

/// A step that was not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BlockedEntry {
    /// Name of the step in its scenario: `steps[2]`.
    pub step: StepName,
    /// Why it was not run.
    pub reason: BlockedReason,
}

/// A scenario that was selected and not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotRunEntry {
    /// Id of the scenario: `<area>/<name>` or `<area>/<name>[<case>]`.
    pub id: Subject,
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
}
