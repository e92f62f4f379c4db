//! The JSON format of a report: stable for programs.
//!
//! Its types mirror the internal ones on purpose: renaming an internal field must not change what programs read.
//! `reports/report.schema.json` is made from them.

use record::ServiceKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use verdict::{LevelScore, NamedScore, Score, Scores, ShapeScore, Verdict, Weight};

use crate::json::finding::{CauseEntry, FindingEntry};
use crate::model::{
    AreaCounts, ChangeSummary, Counts, End, EndpointFixes, EndpointSurface, KnownNotes, ReferenceOrigin, RunProblem,
};
use crate::text::percent;

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
    /// Number of scenarios by verdict, over all endpoints.
    pub counts: Counts,
    /// The same by endpoint and area.
    pub areas: Vec<AreaCounts>,
    /// What the target was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<ReferenceOrigin>,
    /// The scores of each endpoint.
    pub scores: Vec<ScoresEntry>,
    /// The fixes that gain most on each endpoint.
    pub fixes: Vec<EndpointFixes>,
    /// How much of the API each endpoint has, as far as it was called.
    pub surface: Vec<EndpointSurface>,
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
    /// Every scenario that was run or skipped, by endpoint and id.
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
    /// Whether it completed.
    pub end: End,
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
    #[schemars(with = "String", extend("enum" = ["aws", "cloud", "emulator"]))]
    pub service_kind: ServiceKind,
    /// The region that requests were signed for.
    pub region: String,
    /// The API version of the requests.
    pub api_version: String,
    /// The facts of its profile, which decide what is skipped.
    pub facts: Value,
    /// Parameters that its profile omits from every request.
    pub omit_parameters: Vec<String>,
}

/// The scores of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoresEntry {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// Over all areas but `generated`.
    pub overall: ScoreEntry,
    /// Of the scenarios that must succeed.
    pub succeed: ScoreEntry,
    /// Of the scenarios that must be refused.
    pub refused: ScoreEntry,
    /// By workflow.
    pub workflows: Vec<NamedScoreEntry>,
    /// By level, each with those below it.
    pub levels: Vec<LevelEntry>,
    /// By area, sorted by name.
    pub areas: Vec<NamedScoreEntry>,
    /// The actions with responses, and those of which all responses are complete and well formed.
    pub shape: ShapeScore,
    /// Of generated checks, which are in none of the others; absent if none was run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<ScoreEntry>,
}

/// The score of a workflow or an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NamedScoreEntry {
    /// The workflow, or the folder below `suites/`.
    pub name: String,
    /// Of its scenarios on that endpoint.
    pub score: ScoreEntry,
}

/// Whether an endpoint reaches a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LevelEntry {
    /// `core`, `standard` or `extended`.
    pub level: String,
    /// Of its scenarios and those of the levels below it.
    pub score: ScoreEntry,
    /// Whether all of them work; null if all that were judged do and some were not.
    pub reached: Option<bool>,
    /// The scenarios that do not work.
    pub in_the_way: Vec<String>,
    /// The number of scenarios that were not judged.
    pub not_judged: usize,
}

/// Scenarios that work and that are identical among those that were judged. A table of cases is one scenario, of which
/// each case is an equal share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreEntry {
    /// Number of scenarios that work; identical ones are among them.
    pub works: Weight,
    /// Number of scenarios that are identical.
    pub identical: Weight,
    /// Number of scenarios that count.
    pub applicable: usize,
    /// `works` as a percentage of `applicable`, rounded down to a tenth; 0 if nothing is applicable.
    pub works_percent: f64,
    /// `identical` as a percentage of `applicable`, likewise.
    pub identical_percent: f64,
}

/// A scenario on an endpoint, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioEntry {
    /// Its id: `<area>/<name>` or `<area>/<name>[<case>]`; a fixture's is `fixtures/<name>`.
    pub id: String,
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The result; `reports/README.md` defines the values.
    #[schemars(with = "String", extend("enum" = ["identical", "works", "broken", "unsupported", "blocked", "skipped", "error", "not-run"]))]
    pub verdict: Verdict,
    /// Why it is not identical, in one line.
    pub reason: Option<String>,
    /// What it states about AWS.
    pub about: String,
    /// The file that it is in.
    pub file: String,
    /// The line where it begins, counted from 1.
    pub line: usize,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Its duration in milliseconds.
    pub elapsed_ms: u64,
    /// Number of calls; retries do not count.
    pub calls: u32,
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

/// A cause of deviations of the reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceFinding {
    /// Number of scenarios with it.
    pub scenarios: usize,
    /// The first of them.
    pub first: String,
    /// One line for people.
    pub text: String,
}

/// A step that was not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BlockedEntry {
    /// Name of the step in its scenario: `steps[2]`.
    pub step: String,
    /// Why it was not run.
    pub reason: String,
}

/// A scenario that was selected and not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotRunEntry {
    /// Id of the scenario: `<area>/<name>` or `<area>/<name>[<case>]`.
    pub id: String,
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
}

impl From<&Scores> for ScoresEntry {
    fn from(scores: &Scores) -> Self {
        let named = |one: &NamedScore| NamedScoreEntry { name: one.name.clone(), score: one.score.into() };
        ScoresEntry {
            endpoint: scores.endpoint.clone(),
            overall: scores.overall.into(),
            succeed: scores.succeed.into(),
            refused: scores.refused.into(),
            workflows: scores.workflows.iter().map(named).collect(),
            levels: scores.levels.iter().map(LevelEntry::from).collect(),
            areas: scores.areas.iter().map(named).collect(),
            shape: scores.shape,
            generated: scores.generated.map(ScoreEntry::from),
        }
    }
}

impl From<&LevelScore> for LevelEntry {
    fn from(level: &LevelScore) -> Self {
        LevelEntry {
            level: level.level.clone(),
            score: level.score.into(),
            reached: level.reached,
            in_the_way: level.in_the_way.clone(),
            not_judged: level.not_judged,
        }
    }
}

impl From<Score> for ScoreEntry {
    fn from(score: Score) -> Self {
        ScoreEntry {
            works: score.works,
            identical: score.identical,
            applicable: score.applicable,
            works_percent: percent(score.works_per_mille()),
            identical_percent: percent(score.identical_per_mille()),
        }
    }
}
