//! The JSON format of a comparison: stable for programs. `reports/compare.schema.json` is made from these types.

use record::{StepName, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::Verdict;
use verdict::change::ChangeKind;

use crate::change::comparison::ComparisonOutcome;
use crate::json::{EndpointEntry, FindingEntry};
use crate::model::End;

/// The version of the format. 2: snake_case members, and the words of the field.
pub const FORMAT: u32 = 2;

/// A comparison of the targets of two runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonDocument {
    /// Version of this format. It is raised when programs for an older version could misread a comparison.
    pub format: u32,
    /// The result; `reports/README.md` defines the values.
    pub outcome: ComparisonOutcome,
    /// The meaning of the result, in one line.
    pub outcome_meaning: String,
    /// The exit code of `ec2-compat compare`.
    pub exit: u8,
    /// The most important change in one line.
    pub headline: String,
    /// The earlier run, which is the baseline.
    pub before: ComparedRun,
    /// The later run of the same target.
    pub after: ComparedRun,
    /// Differences of endpoints, versions and selection between the runs, a line each.
    pub run_differences: Vec<String>,
    /// Number of scenarios by change. Fixtures do not count.
    pub counts: ChangeCounts,
    /// Causes of regressions, most severe first, known ones last.
    pub causes: Vec<ChangeCauseEntry>,
    /// Causes of improvements, in the same order.
    pub fixed: Vec<ChangeCauseEntry>,
    /// Every scenario that changed, by id, and every fixture with findings.
    pub scenarios: Vec<ChangedScenario>,
    /// Responses that changed without breaking an expectation.
    pub responses: Vec<ChangedResponse>,
    /// Actions whose calls take longer or shorter, and all calls together.
    pub latency: LatencyChanges,
}

/// One of the runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedRun {
    /// Id of the run, which is also the prefix of the names of its resources.
    pub id: String,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Whether the run completed, was interrupted, or was killed.
    pub end: End,
    /// The version of ec2-compat that ran.
    pub tool: String,
    /// The version of the suite.
    pub suite: String,
    /// Its target: other endpoints are not compared.
    pub target: Option<EndpointEntry>,
}

/// Number of scenarios by [`ChangeKind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeCounts {
    /// Scenarios with new deviations that are not known.
    pub regression: usize,
    /// New deviations, all of them known.
    pub known_regression: usize,
    /// The same deviations at the same places, in another form.
    pub changed: usize,
    /// Fixed deviations and no new ones.
    pub improvement: usize,
    /// Scenarios with the same findings in both runs.
    pub unchanged: usize,
    /// Flaky in one of the runs: not compared.
    #[serde(default)]
    pub flaky: usize,
    /// Judged before, and not this time: it was skipped, failed with an error, or was not run.
    pub not_judged: usize,
    /// Judged before, and not selected this time.
    pub not_selected: usize,
    /// Judged for the first time.
    pub new: usize,
    /// The scenario or one of its fixtures differs between the suites.
    pub suite_changed: usize,
    /// Judged in neither run.
    pub never_judged: usize,
}

/// One cause of regressions or improvements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ChangeCause")]
pub struct ChangeCauseEntry {
    /// One line for people.
    pub title: String,
    /// Weight for the order of causes; `reports/README.md` has the rule.
    pub impact: usize,
    /// Whether it is a known deviation.
    pub known: bool,
    /// The code of the error, if it is one.
    pub code: Option<String>,
    /// The kind of resource that can no longer be created.
    pub uncreatable: Option<String>,
    /// Number of steps that ran before and are blocked by it.
    pub blocked: usize,
    /// The scenarios, and fixtures (`fixtures/<name>`), that changed because of it.
    pub scenarios: Vec<Subject>,
    /// Those with this cause and another one of more impact.
    pub co_occurring: Vec<Subject>,
    /// The finding that represents it: the first one in the later run.
    pub finding: FindingEntry,
}

/// A scenario in both runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangedScenario {
    /// Its id; a fixture's is `fixtures/<name>`.
    pub id: Subject,
    /// The kind of change, which also decides under which count it is.
    pub change: ChangeKind,
    /// Its verdict before; null if it was not run.
    #[schemars(with = "Option<String>")]
    pub before: Option<Verdict>,
    /// Its verdict after; null if it was not run.
    #[schemars(with = "Option<String>")]
    pub after: Option<Verdict>,
    /// Why it was not judged.
    pub reason: Option<String>,
    /// Findings of the later run that the earlier one does not have.
    pub new: Vec<FindingEntry>,
    /// Fixed deviations: the same steps ran without them.
    pub fixed: Vec<FindingEntry>,
    /// Deviations at places that deviated differently before.
    pub changed: Vec<FindingEntry>,
    /// Deviations behind fixed ones, which may have existed before.
    pub unmasked: Vec<FindingEntry>,
    /// Steps that ran before and not this time.
    pub blocked: Vec<StepName>,
}

/// A response that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangedResponse {
    /// Where it was first seen: `expected` is the value before, `actual` the value after.
    pub finding: FindingEntry,
    /// The scenarios with it.
    pub scenarios: Vec<Subject>,
}

/// Changes of the duration of calls; `reports/README.md` has the rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LatencyChanges {
    /// Number of actions that were called often enough to compare.
    pub actions: usize,
    /// Factor of all calls together; 1 if it is too small to be certain.
    pub overall_factor: f64,
    /// The actions that changed beyond that, slower ones first.
    pub changes: Vec<LatencyEntry>,
}

/// An action with another latency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LatencyEntry {
    /// The action whose steps are compared: `DescribeVpcs`.
    pub operation: String,
    /// Number of steps that called it successfully in both runs.
    pub steps: usize,
    /// Quartiles of the durations of those steps in the earlier run.
    pub before: Quartiles,
    /// Quartiles of the durations of those steps in the later run.
    pub after: Quartiles,
    /// Factor beyond that of all calls together.
    pub factor: f64,
    /// p-value of Wilcoxon's signed-rank test.
    pub p_value: f64,
}

/// How the durations of steps are distributed, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quartiles {
    /// The first quartile: a quarter of the steps took less.
    pub low_ms: f64,
    /// The median: half of the steps took less.
    pub median_ms: f64,
    /// The third quartile: three quarters of the steps took less.
    pub high_ms: f64,
}
