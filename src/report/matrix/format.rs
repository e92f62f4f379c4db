//! The JSON format of a matrix: stable for programs. `reports/matrix.schema.json` is made from these types.

use record::{Location, ScenarioId, ServiceKind};
use scenario::{Level, Workflow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantNames as _;
use verdict::{ActionSummary, Severity, Verdict};

use crate::json::{LevelEntry, ScoreEntry};
use crate::model::End;

/// The version of the format.
pub(crate) const FORMAT: u32 = 1;

/// Endpoints side by side, or the runs of one endpoint over time. Lists of cells have an element for each column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixDocument {
    /// Version of this format. It is raised when programs for an older version could misread a matrix.
    pub format: u32,
    /// The version of ec2-compat that made it.
    pub tool: String,
    /// Whether the columns are runs of one endpoint, in the order of time; else they are endpoints, best first.
    pub over_time: bool,
    /// The runs or reports that are compared, in the order of `over_time`.
    pub columns: Vec<ColumnEntry>,
    /// The number of scenarios that every column judged, a table of cases being one; interrupted runs aside.
    pub common: usize,
    /// By workflow, in the order of the workflows.
    pub workflows: Vec<GroupRow>,
    /// By area, sorted by name.
    pub areas: Vec<GroupRow>,
    /// The actions that were called in any column, sorted by name.
    pub actions: Vec<ActionRow>,
    /// The tasks of clients that ran in any column, by client and task; absent if none did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<ClientRow>,
    /// The scenarios that were selected in any column, sorted by id.
    pub scenarios: Vec<ScenarioRow>,
    /// The causes of deviations, those of most columns first.
    pub causes: Vec<CauseRow>,
    /// What only one column gets wrong, while it works in every other one that judged it. In the order of the columns.
    pub only_one_fails: Vec<Failing>,
    /// What no column gets right, of two or more that judged it: the suite may be wrong.
    pub all_fail: Vec<ScenarioId>,
    /// Of these, the scenarios of which no column has an action that they need.
    pub all_unsupported: Vec<ScenarioId>,
    /// What changed from each run to the next, if the columns are runs of one endpoint.
    pub steps: Vec<StepEntry>,
}

/// A column: an endpoint in a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ColumnEntry {
    /// Its heading, which no other column has.
    pub heading: String,
    /// Name of the endpoint in `endpoints.yaml`.
    pub name: String,
    /// AWS itself, an EC2-compatible cloud, or an emulator.
    #[schemars(with = "String", extend("enum" = ServiceKind::VARIANTS))]
    pub service_kind: ServiceKind,
    /// The platform and its version, if a fact of the profile has it or the command line names it.
    pub version: Option<String>,
    /// The URL that requests were sent to.
    pub url: String,
    /// The region that requests were signed for.
    pub region: String,
    /// The API version of the requests.
    pub api_version: String,
    /// Id of the run.
    pub run: String,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// Whether the run completed, was interrupted, or was killed.
    pub end: End,
    /// The version of ec2-compat that ran.
    pub tool: String,
    /// The version of the suite.
    pub suite: String,
    /// Number of calls of the run; retries do not count.
    pub calls: u64,
    /// Over all areas but `generated`: what its own report shows.
    pub score: ScoreEntry,
    /// Over the scenarios that every column judged.
    pub common: ScoreEntry,
    /// The levels, lowest first: whether the column reaches them, and what is in the way.
    pub levels: Vec<LevelEntry>,
    /// The number of actions that were called.
    pub actions_called: usize,
    /// The number of those that the endpoint has.
    pub actions_present: usize,
    /// What makes it hard to compare with the other columns, one sentence each.
    pub cautions: Vec<String>,
    /// The page of the run, relative to the matrix; absent if there is none.
    pub page: Option<String>,
}

/// The scores of a workflow or an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupRow {
    /// Name of the workflow or area.
    pub name: String,
    /// The score of its scenarios.
    pub cells: Vec<GroupScores>,
    /// The columns by what works over `common` scenarios, then by what is identical, best first; without columns that
    /// judged none of them. Numbers count from 0.
    pub ranking: Vec<usize>,
    /// By how much the first of the ranking is ahead of the second, in percentage points of what works.
    pub ahead: Option<f64>,
}

/// The scores of a group in a column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupScores {
    /// Over the scenarios that the column judged.
    pub own: ScoreEntry,
    /// Over those that every column judged.
    pub common: ScoreEntry,
}

/// An action in each column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActionRow {
    /// The name of the action.
    pub action: String,
    /// Its results; null where it was not called.
    pub cells: Vec<Option<ActionCell>>,
}

/// The result of an action in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActionCell {
    /// Whether the steps that call it are as AWS's in the column.
    pub result: ActionSummary,
    /// The number of steps that call it.
    pub steps: usize,
    /// The number of those without a deviation.
    pub as_aws: usize,
}

/// A client's task in each column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientRow {
    /// The client of the scenario `client-NAME/TASK`: `boto3`.
    pub client: String,
    /// The task of the scenario `client-NAME/TASK`: `key-pair`.
    pub task: String,
    /// What became of it; null where it did not run.
    pub cells: Vec<Option<ClientCell>>,
}

/// A client's task in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientCell {
    /// The version of the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Whether the client did it, whatever else deviates in the responses.
    pub works: bool,
    /// `works`, or where it stopped and by which response.
    pub text: String,
}

/// A scenario in each column. Each case of a table is a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioRow {
    /// Its id: `<area>/<name>` or `<area>/<name>[<case>]`.
    pub id: ScenarioId,
    /// Its workflow, if it has one.
    #[schemars(with = "Option<String>")]
    pub workflow: Option<Workflow>,
    /// Its level, if it has one.
    #[schemars(with = "Option<String>")]
    pub level: Option<Level>,
    /// What it states about AWS.
    pub about: String,
    /// The file that it is in, and the line where it begins; empty if no column began it.
    pub location: Location,
    /// Its verdicts; null where it was not selected.
    pub cells: Vec<Option<ScenarioCell>>,
}

/// A scenario in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioCell {
    /// The verdict of the scenario in the column; of a table of cases, that of this case.
    #[schemars(with = "String", extend("enum" = Verdict::VARIANTS))]
    pub verdict: Verdict,
    /// Whether all its deviations are known: a mark that changes no verdict.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// Fingerprint of the rarest of its most severe causes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// A cause of deviations in each column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CauseRow {
    /// The same in every run, region, account and endpoint.
    pub fingerprint: String,
    /// The code of its first finding.
    pub code: String,
    /// The highest severity among its findings, in any column.
    #[schemars(with = "String", extend("enum" = Severity::VARIANTS))]
    pub severity: Severity,
    /// One line for people.
    pub title: String,
    /// Whether generated checks found it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub generated: bool,
    /// The number of scenarios, fixtures and checks with it; 0 where it was not seen.
    pub cells: Vec<usize>,
}

/// What only one column gets wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failing {
    /// The heading of the column.
    pub column: String,
    /// Ids of scenarios, sorted.
    pub scenarios: Vec<ScenarioId>,
}

/// What changed from one run to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct StepEntry {
    /// The heading of the earlier column.
    pub from: String,
    /// The heading of the later column.
    pub to: String,
    /// Scenarios that worked and do not any more.
    pub regressions: Vec<ScenarioId>,
    /// Scenarios that did not work and do.
    pub improvements: Vec<ScenarioId>,
    /// Scenarios that were identical and only work.
    pub identical_before: Vec<ScenarioId>,
    /// Scenarios that worked and are identical.
    pub identical_after: Vec<ScenarioId>,
    /// Fingerprints of causes that are new.
    pub causes_new: Vec<String>,
    /// Fingerprints of causes that are gone.
    pub causes_gone: Vec<String>,
    /// The number of scenarios that only the earlier run judged.
    pub judged_before: usize,
    /// The number of scenarios that only the later run judged.
    pub judged_after: usize,
}
