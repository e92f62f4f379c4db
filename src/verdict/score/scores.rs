//! The scores of an endpoint: overall, by what scenarios expect, by workflow, level and area, and by action.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::ScenarioId;
use scenario::{Level, Scenario, Suite, Workflow, client_task, is_generated};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;

use crate::coverage::{ActionState, StepsRun};
use crate::finding::{Dimension, Judgement, Verdict};
use crate::score::figure::{CaseCount, Score};

/// The scores of one endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The score of all scenarios, without generated checks and clients' tasks.
    pub overall: Score,
    /// The scenarios that must succeed.
    pub succeed: Score,
    /// The scenarios that must be refused.
    pub refused: Score,
    /// The same scenarios by workflow, in the order of the workflows.
    pub workflows: Vec<NamedScore>,
    /// The same by level, each with the levels below it, in the order of the levels.
    pub levels: Vec<LevelScore>,
    /// The same by area, sorted by name.
    pub areas: Vec<NamedScore>,
    /// How many actions have responses that all conform.
    pub shape: ShapeScore,
    /// The generated checks, if any was selected.
    pub generated: Option<Score>,
    /// The tasks of clients, if any was judged: which run depends on what is installed beside ec2-compat.
    pub clients: Option<Score>,
}

/// The score of some of the scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedScore {
    /// The workflow (`launch`), or the area (the folder below `suites/`).
    pub name: String,
    /// The score of its scenarios.
    pub score: Score,
}

/// The score of a level and those below it, and whether the endpoint reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelScore {
    /// The highest level of the scenarios that count.
    pub level: Level,
    /// The score of its scenarios.
    pub score: Score,
    /// Whether all its scenarios work; absent if all that were judged do and some were not.
    pub reached: Option<bool>,
    /// The scenarios that do not work, sorted; a table of cases is one, by its id without a case.
    pub in_the_way: Vec<ScenarioId>,
    /// The number of scenarios that were not judged, some case of a table included: skipped, not run or in error.
    pub not_judged: usize,
}

/// The shape of responses, by action.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShapeScore {
    /// The number of actions with a response that only an existing action gives.
    pub responded: usize,
    /// The number of those whose responses are all complete and well formed, wherever they were received.
    pub conforming: usize,
}

/// Cases by scenario.
#[derive(Default)]
struct Group<'a>(BTreeMap<&'a str, CaseCount>);

impl<'a> Group<'a> {
    fn add(&mut self, id: &'a ScenarioId, verdict: Option<Verdict>) {
        self.0.entry(id.without_case()).or_default().add(verdict);
    }

    fn score(&self) -> Score {
        self.0.values().map(CaseCount::score).fold(Score::default(), |sum, score| sum + score)
    }
}

impl Scores {
    /// The scores of an endpoint in a run that selected these scenarios. The same run always gives the same scores.
    pub fn of(
        endpoint: &str,
        suite: &Suite,
        selected: &[ScenarioId],
        judgements: &[Judgement],
        steps_run: &StepsRun,
    ) -> Self {
        let judged: HashMap<&ScenarioId, Verdict> = judgements
            .iter()
            .filter(|judgement| judgement.endpoint == endpoint)
            .filter_map(|judgement| Some((judgement.scenario.scenario_id()?, judgement.verdict)))
            .collect();
        let known = suite.scenarios.iter().filter_map(|scenario| Some((scenario.id.scenario_id()?, &**scenario)));
        let known: HashMap<&ScenarioId, &Scenario> = known.collect();
        let ids: BTreeSet<&ScenarioId> = selected.iter().chain(judged.keys().copied()).collect();
        let mut groups = Groups::default();
        for id in ids {
            groups.add(id, judged.get(id).copied(), known.get(id).copied());
        }
        Scores { shape: shape(endpoint, judgements, steps_run), ..groups.finish(endpoint) }
    }
}

#[derive(Default)]
struct Groups<'a> {
    overall: Group<'a>,
    succeed: Group<'a>,
    refused: Group<'a>,
    workflows: BTreeMap<Workflow, Group<'a>>,
    levels: BTreeMap<Level, LevelGroup<'a>>,
    areas: BTreeMap<&'a str, Group<'a>>,
    generated: Option<Group<'a>>,
    clients: Option<Group<'a>>,
}

#[derive(Default)]
struct LevelGroup<'a> {
    cases: Group<'a>,
    in_the_way: BTreeSet<ScenarioId>,
    not_judged: BTreeSet<ScenarioId>,
}

impl<'a> Groups<'a> {
    /// `scenario` is absent if the suite does not have it any more.
    fn add(&mut self, id: &'a ScenarioId, verdict: Option<Verdict>, scenario: Option<&Scenario>) {
        if is_generated(id) {
            // Generated checks are about the actions that an endpoint has.
            let of_action = verdict.filter(|verdict| *verdict != Verdict::Unsupported);
            return self.generated.get_or_insert_default().add(id, of_action);
        }
        if client_task(id).is_some() {
            if verdict.is_some_and(|verdict| verdict.is_judged()) {
                self.clients.get_or_insert_default().add(id, verdict);
                self.areas.entry(id.area()).or_default().add(id, verdict);
            }
            return;
        }
        self.overall.add(id, verdict);
        self.areas.entry(id.area()).or_default().add(id, verdict);
        let Some(scenario) = scenario else { return };
        if scenario.expects_refusal() { &mut self.refused } else { &mut self.succeed }.add(id, verdict);
        if let Some(workflow) = scenario.workflow {
            self.workflows.entry(workflow).or_default().add(id, verdict);
        }
        let Some(own) = scenario.level else { return };
        for level in Level::iter().filter(|level| own <= *level) {
            let level = self.levels.entry(level).or_default();
            level.cases.add(id, verdict);
            match verdict.filter(|verdict| verdict.is_judged()) {
                None => level.not_judged.insert(id.table()),
                Some(verdict) if !verdict.works() => level.in_the_way.insert(id.table()),
                Some(_) => false,
            };
        }
    }

    fn finish(self, endpoint: &str) -> Scores {
        let named = |name: &str, group: &Group<'_>| NamedScore { name: name.to_owned(), score: group.score() };
        let level = |(level, group): (&Level, &LevelGroup<'_>)| LevelScore {
            level: *level,
            score: group.cases.score(),
            reached: match (group.in_the_way.is_empty(), group.not_judged.is_empty()) {
                (false, _) => Some(false),
                (true, true) => Some(true),
                (true, false) => None,
            },
            in_the_way: group.in_the_way.iter().cloned().collect(),
            not_judged: group.not_judged.len(),
        };
        Scores {
            endpoint: endpoint.to_owned(),
            overall: self.overall.score(),
            succeed: self.succeed.score(),
            refused: self.refused.score(),
            workflows: self.workflows.iter().map(|(workflow, group)| named(&workflow.to_string(), group)).collect(),
            levels: self.levels.iter().map(level).collect(),
            areas: self.areas.iter().map(|(area, group)| named(area, group)).collect(),
            shape: ShapeScore::default(),
            generated: self.generated.map(|group| group.score()),
            clients: self.clients.map(|group| group.score()),
        }
    }
}

fn shape(endpoint: &str, judgements: &[Judgement], steps_run: &StepsRun) -> ShapeScore {
    let on_it = judgements.iter().filter(|judgement| judgement.endpoint == endpoint);
    let deviations = on_it.flat_map(|judgement| &judgement.findings);
    let of_shape = deviations.filter(|finding| finding.is_deviation() && finding.dimension() == Dimension::Shape);
    let deviating: BTreeSet<&str> = of_shape.filter_map(|finding| finding.operation.as_deref()).collect();
    let outcomes = steps_run.actions(endpoint);
    let responded = outcomes.iter().filter(|(_, outcomes)| outcomes.state() == ActionState::Present);
    responded.fold(ShapeScore::default(), |sum, (action, _)| ShapeScore {
        responded: sum.responded + 1,
        conforming: sum.conforming + usize::from(!deviating.contains(&**action)),
    })
}
