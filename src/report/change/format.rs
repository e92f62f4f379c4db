//! The JSON of a comparison, as programs rely on it. `reports/compare.schema.json` is made from these types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::Verdict;

use crate::change::comparison::Outcome;
use crate::json::{Endpoint, Finding};
use crate::model::End;

/// The version of the format.
pub const FORMAT: u32 = 1;

/// A comparison of the targets of two runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// Version of this format. It grows when a reader of an older one could be misled.
    pub format: u32,
    /// What it comes to.
    pub outcome: Outcome,
    /// What that means, in a line for people.
    pub meaning: String,
    /// The exit code of `ec2-compat compare`.
    pub exit: u8,
    /// The one thing to know.
    pub headline: String,
    /// The earlier run.
    pub before: Run,
    /// The later run.
    pub after: Run,
    /// What was not the same in both runs beside what was answered, a line each.
    pub circumstances: Vec<String>,
    /// How many scenarios became what. Fixtures are not counted.
    pub counts: Counts,
    /// Why scenarios got worse, the weightiest first, what is known last.
    pub causes: Vec<Cause>,
    /// What deviates no more, likewise.
    pub gains: Vec<Cause>,
    /// Every scenario that is not as before, by id, and every fixture with findings.
    pub scenarios: Vec<Scenario>,
    /// Answers that are not as they were, where no expectation says what they must be.
    pub answers: Vec<Answer>,
    /// How long calls take.
    pub timing: Timing,
}

/// One of the runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Run {
    /// Its id.
    pub id: String,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// How it ended.
    pub end: End,
    /// Version of the ec2-compat that asked.
    pub tool: String,
    /// Version of the suite.
    pub suite: String,
    /// Its target, which alone is compared.
    pub target: Option<Endpoint>,
}

/// Scenarios by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// Something deviates that did not.
    pub worse: usize,
    /// Something deviates that did not, and all of it is known.
    pub worse_as_known: usize,
    /// What deviated deviates still, in another way.
    pub deviates_otherwise: usize,
    /// Something deviates no more, and nothing deviates that did not.
    pub better: usize,
    /// As before.
    pub same: usize,
    /// Judged before, and could not be judged this time.
    pub lost: usize,
    /// Judged before, and not selected this time.
    pub not_asked: usize,
    /// Not judged before.
    pub new: usize,
    /// The suite asks or expects something else than before.
    pub asked_otherwise: usize,
    /// Judged neither before nor after.
    pub never_judged: usize,
}

/// What became of a scenario, as [`Counts`] has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    Worse,
    WorseAsKnown,
    DeviatesOtherwise,
    Better,
    Same,
    Lost,
    NotAsked,
    New,
    AskedOtherwise,
    NeverJudged,
}

/// Why scenarios got worse, or better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Cause {
    /// In a few words.
    pub title: String,
    /// How much it matters: `reports/README.md` has the rule.
    pub weight: usize,
    /// Whether `suites/known/` explains it.
    pub known: bool,
    /// The code of the error that came, where one came.
    pub code: Option<String>,
    /// The kind of resource that cannot be made any more.
    pub unmade: Option<String>,
    /// How many steps were not asked because of it that were asked before.
    pub blocked: usize,
    /// The scenarios, and fixtures (`fixtures/<name>`), that changed because of it.
    pub scenarios: Vec<String>,
    /// Those that changed because of something weightier, and show it too.
    pub also: Vec<String>,
    /// Where it was seen first.
    pub finding: Finding,
}

/// A scenario before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Scenario {
    /// Its id; a fixture's is `fixtures/<name>`.
    pub id: String,
    /// What became of it.
    pub became: ChangeKind,
    /// What it came to before; null where it was not asked.
    #[schemars(with = "Option<String>")]
    pub before: Option<Verdict>,
    /// What it came to after; null where it was not asked.
    #[schemars(with = "Option<String>")]
    pub after: Option<Verdict>,
    /// Why it was not judged, where it was not.
    pub reason: Option<String>,
    /// What deviates that did not.
    pub new: Vec<Finding>,
    /// What deviates no more, though it was asked again.
    pub gone: Vec<Finding>,
    /// What deviates now at a place that deviated before.
    pub otherwise: Vec<Finding>,
    /// What deviates behind something that deviates no more: whether it is new nobody can say.
    pub uncovered: Vec<Finding>,
    /// The steps that were asked before and not this time.
    pub blocked: Vec<String>,
}

/// An answer that is not as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Answer {
    /// Where it was seen first: `expected` is what came before, `actual` what comes now.
    pub finding: Finding,
    /// The scenarios in which it was seen.
    pub scenarios: Vec<String>,
}

/// How long calls take, compared with before: `reports/README.md` has the rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Timing {
    /// How many actions were called often enough to say something.
    pub actions: usize,
    /// How many times as long calls in general take; 1 where that is too near to tell.
    pub general: f64,
    /// The actions that changed beyond that, slower ones first.
    pub changes: Vec<Latency>,
}

/// An action that takes longer, or less long. Times are in milliseconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Latency {
    /// The action.
    pub operation: String,
    /// The steps that called it successfully in both runs.
    pub steps: usize,
    /// How long those took before.
    pub before: Spread,
    /// How long they take after.
    pub after: Spread,
    /// How many times as long it takes, beyond what calls in general changed by.
    pub times: f64,
    /// How likely the difference is by chance (Wilcoxon's signed-rank test).
    pub chance: f64,
}

/// The middle of some measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Spread {
    /// A quarter of them are less.
    pub low_ms: f64,
    /// Half of them are less.
    pub median_ms: f64,
    /// A quarter of them are more.
    pub high_ms: f64,
}
