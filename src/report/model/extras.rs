//! What reports show besides judgements: made from more than one run, or by rules that reports do not own.

use std::collections::{BTreeMap, BTreeSet};

use record::{Location, RunHead, ScenarioId, ScenarioKey};
use scenario::{Level, Suite, Workflow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use verdict::{
    ActionTally, ApiSurface, Cause, EntryState, Fix, GENERATED, Judgement, KnownReport, Score, Scores, StepsRun,
    causes, next_fixes,
};

/// The number of fixes that reports list.
const FIXES: usize = 10;

/// What is absent or empty is not shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extras {
    /// The scores of each endpoint, target first.
    pub scores: Vec<Scores>,
    /// The fixes that gain most on each endpoint, target first.
    pub fixes: Vec<EndpointFixes>,
    /// How much of the API each endpoint has.
    pub surface: Vec<EndpointSurface>,
    /// How each endpoint responds to the actions that were called, target first.
    pub actions: Vec<EndpointActions>,
    /// Workflow and level of the selected scenarios that have them, by id.
    pub placements: BTreeMap<ScenarioId, Placement>,
    /// What changed since an earlier run.
    pub change: Option<ChangeSummary>,
    /// State of the known deviations.
    pub known: KnownNotes,
    /// Judgements of a recorded reference: where one has findings, the reference or the suite is wrong.
    pub reference_judgements: Vec<Judgement>,
}

impl Extras {
    /// Scores, API surface and state of the known deviations of a judged run. `change` stays empty: it needs another
    /// run.
    pub fn new(
        head: &RunHead,
        suite: &Suite,
        steps_run: &StepsRun,
        judgements: &[Judgement],
        surface: Vec<EndpointSurface>,
        known: &[KnownReport],
        reference_judgements: Vec<Judgement>,
    ) -> Self {
        let scores = |name: &str| Scores::of(name, suite, &head.selected, judgements, steps_run);
        let causes = causes(judgements);
        let fixes = |name: &str| {
            let on_it: Vec<&Judgement> = judgements.iter().filter(|judgement| judgement.endpoint == name).collect();
            EndpointFixes { endpoint: name.to_owned(), fixes: next_fixes(&causes, &on_it, FIXES) }
        };
        Extras {
            scores: head.endpoints.iter().map(|endpoint| scores(&endpoint.name)).collect(),
            fixes: head.endpoints.iter().map(|endpoint| fixes(&endpoint.name)).collect(),
            actions: head
                .endpoints
                .iter()
                .map(|endpoint| EndpointActions::of(&endpoint.name, steps_run, &causes))
                .collect(),
            placements: placements(head, suite),
            surface,
            change: None,
            known: KnownNotes::of(known),
            reference_judgements,
        }
    }

    /// The scores of an endpoint.
    pub(crate) fn scores_of(&self, endpoint: &str) -> Option<&Scores> {
        self.scores.iter().find(|scores| scores.endpoint == endpoint)
    }

    /// The score of an area on an endpoint, if something in it is applicable. `generated` is an area here.
    pub(crate) fn area_score(&self, endpoint: &str, area: &str) -> Option<Score> {
        let scores = self.scores_of(endpoint)?;
        let score = match area {
            GENERATED => scores.generated,
            _ => scores.areas.iter().find(|one| one.name == area).map(|one| one.score),
        };
        score.filter(|score| score.applicable > 0)
    }
}

/// Workflow and level of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// What people do who need it.
    pub workflow: Workflow,
    /// How many clients need it.
    pub level: Level,
}

fn placements(head: &RunHead, suite: &Suite) -> BTreeMap<ScenarioId, Placement> {
    let placed = suite.scenarios.iter().filter_map(|scenario| {
        let (workflow, level) = scenario.workflow.zip(scenario.level)?;
        Some((scenario.id.scenario_id()?.clone(), Placement { workflow, level }))
    });
    let mut all: BTreeMap<ScenarioId, Placement> = placed.collect();
    let selected: BTreeSet<&ScenarioId> = head.selected.iter().collect();
    all.retain(|id, _| selected.contains(id));
    all
}

/// How an endpoint responds to the actions that were called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointActions {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The actions that were called, sorted by name.
    pub actions: Vec<ActionTally>,
}

impl EndpointActions {
    fn of(endpoint: &str, steps_run: &StepsRun, causes: &[Cause<'_>]) -> Self {
        EndpointActions { endpoint: endpoint.to_owned(), actions: ActionTally::of(endpoint, steps_run, causes) }
    }
}

/// The fixes that gain most on an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndpointFixes {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// In the order in which each gains most once those before it are made.
    pub fixes: Vec<Fix>,
}

/// How much of the API an endpoint has, by set of actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndpointSurface {
    /// Name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The whole API first.
    pub sets: Vec<ApiSurface>,
}

/// What changed since an earlier run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeSummary {
    /// The earlier run: its id and when it began.
    pub since: String,
    /// The most important change in one line.
    pub headline: String,
    /// Number of scenarios that regressed.
    pub regressions: usize,
    /// Number of scenarios that improved.
    pub improvements: usize,
    /// Changes, most important first.
    pub lines: Vec<ChangeLine>,
}

/// One change of a [`ChangeSummary`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeLine {
    /// Whether it is a regression.
    pub direction: Direction,
    /// One line for people.
    pub text: String,
    /// The scenario, or the first of several.
    pub scenario: Option<ScenarioKey>,
}

/// Whether a change is for the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Direction {
    /// Something that worked does not.
    Regression,
    /// Something that did not work does.
    Improvement,
    /// Neither: it is new, known, or was not run this time.
    Neutral,
}

/// State of the known deviations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct KnownNotes {
    /// Number of entries that matched a finding.
    pub used: usize,
    /// Number of those that cover it as part of a baseline, without a reason.
    #[serde(default)]
    pub without_reason: usize,
    /// Entries whose deviation was not seen although every step that could show it was run.
    pub no_longer_seen: Vec<KnownNote>,
    /// Entries past their `until` date: their findings count again.
    pub expired: Vec<KnownNote>,
}

/// An entry of `suites/known/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownNote {
    /// File and line of the entry.
    pub location: Location,
    /// The deviation in one line.
    pub text: String,
}

impl KnownNotes {
    fn of(known: &[KnownReport]) -> Self {
        let entries = || known.iter().flat_map(|report| &report.entries);
        let note =
            |entry: &verdict::EntryReport| KnownNote { location: entry.place.clone(), text: entry.about.clone() };
        KnownNotes {
            used: entries().filter(|entry| entry.state == EntryState::Known).count(),
            without_reason: entries().filter(|entry| entry.findings > 0 && entry.is_of_baseline_alone).count(),
            no_longer_seen: known.iter().flat_map(KnownReport::no_longer_seen).map(note).collect(),
            expired: known.iter().flat_map(KnownReport::expired).map(note).collect(),
        }
    }
}
