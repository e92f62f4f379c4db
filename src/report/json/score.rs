//! The JSON format of scores, levels and fixes.

use record::{Location, ScenarioId};
use scenario::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::{LevelScore, NamedScore, Score, Scores, ShapeScore, Weight};

use crate::model::{Extras, FixFigures};
use crate::text::percent;

/// The scores of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScoresEntry {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// Over all areas but `generated` and those of clients, `client-*`.
    pub overall: ScoreEntry,
    /// Of the scenarios that must succeed.
    pub succeed: ScoreEntry,
    /// Of the scenarios that must be refused.
    pub refused: ScoreEntry,
    /// Of the scenarios of each workflow, in the order of the workflows.
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
    /// Of the tasks of clients, which are in none of the others but `areas`; absent if none ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clients: Option<ScoreEntry>,
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
    #[schemars(with = "String")]
    pub level: Level,
    /// Of its scenarios and those of the levels below it.
    pub score: ScoreEntry,
    /// Whether all of them work; null if all that were judged do and some were not.
    pub reached: Option<bool>,
    /// The scenarios that do not work.
    pub in_the_way: Vec<ScenarioId>,
    /// The number of scenarios that were not judged.
    pub not_judged: usize,
}

/// Scenarios that work and that are identical among those that were judged. A table of cases is one scenario, of which
/// each case is an equal share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// The fixes that gain most on an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FixesEntry {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// In the order in which each gains most once those before it are made.
    pub fixes: Vec<FixEntry>,
}

/// A place of an endpoint to mend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FixEntry {
    /// What deviates there, one line.
    pub title: String,
    /// File and line of the known deviation, if it is one.
    pub known: Option<Location>,
    /// A page about it.
    pub link: Option<String>,
    /// The fingerprints of the causes that it mends.
    pub causes: Vec<String>,
    /// Number of scenarios that it shows in; each case of a table counts.
    pub scenarios: usize,
    /// The score once it alone is mended.
    pub alone: ScoreEntry,
    /// The score once it and all fixes before it are mended.
    pub together: ScoreEntry,
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
            clients: scores.clients.map(ScoreEntry::from),
        }
    }
}

impl From<&FixFigures<'_>> for FixEntry {
    fn from(figures: &FixFigures<'_>) -> Self {
        let fix = figures.fix;
        FixEntry {
            title: fix.title.clone(),
            known: fix.known.clone(),
            link: fix.link.clone(),
            causes: fix.causes.clone(),
            scenarios: fix.scenarios,
            alone: figures.alone.into(),
            together: figures.together.into(),
        }
    }
}

impl From<&LevelScore> for LevelEntry {
    fn from(level: &LevelScore) -> Self {
        LevelEntry {
            level: level.level,
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

/// The fixes of all endpoints.
pub(crate) fn fixes(extras: &Extras) -> Vec<FixesEntry> {
    let of = |endpoint: &str| FixesEntry {
        endpoint: endpoint.to_owned(),
        fixes: extras.fix_figures(endpoint).iter().map(FixEntry::from).collect(),
    };
    extras.fixes.iter().map(|one| of(&one.endpoint)).collect()
}
