//! What a run asked, step by step, and how each step was answered: what known deviations, the API surface and the
//! compatibility table rest on.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use contract::{decode_error, tables};
use record::{Observation, Purpose, StepRecord, Transcript};

use crate::coverage::parameters::parameters;
use crate::run::StepName;

/// The steps that were asked, by endpoint and scenario. Holds for each step its name, its action, how it was answered
/// and which parameters it was asked with: names alone, each kept once, so about a hundred bytes a step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    endpoints: BTreeMap<String, OnEndpoint>,
    names: HashSet<Arc<str>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct OnEndpoint {
    /// By the scenario's id.
    scenarios: BTreeMap<String, Vec<AskedStep>>,
    /// By the fixture's name: its steps, whoever used it, each once.
    fixtures: BTreeMap<String, BTreeMap<usize, AskedStep>>,
}

/// A step that was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedStep {
    /// Its name: `steps[2]`, `given.net.steps[0]`.
    pub step: String,
    /// The action; absent for a raw request that names none, and for a hook.
    pub operation: Option<Arc<str>>,
    /// What it was asked with, sorted: `VpcId`, `BlockDeviceMappings[].Ebs.VolumeSize`, `Filters[vpc-id]`. Of raw
    /// requests none.
    pub parameters: Arc<[Arc<str>]>,
    /// How it was answered.
    pub answer: StepAnswer,
}

/// How a step was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepAnswer {
    /// With a success.
    Success,
    /// With an error of that code.
    Refused(Arc<str>),
    /// As endpoints answer that do not have the action.
    Missing,
    /// As endpoints answer that do not have the action, or that fail in it.
    PerhapsMissing,
    /// Not at all, or with something that is no answer of EC2's.
    Nothing,
}

/// How an action was answered in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionSeen {
    /// Steps that asked it.
    pub steps: usize,
    /// Those that were answered with a success.
    pub successes: usize,
    /// How often it was refused, by code.
    pub refused: BTreeMap<String, usize>,
    missing: usize,
    proven: bool,
}

/// Whether an endpoint has an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionState {
    /// It was answered as only an action that is there answers.
    Answers,
    /// It was only ever answered as actions are that are not there.
    Missing,
    /// No answer tells.
    Unclear,
}

impl Asked {
    /// Takes what was seen of a scenario, or of a fixture that is made once a run.
    pub fn take(&mut self, transcript: &Transcript) {
        for (name, record) in &transcript.steps {
            let Some(step) = self.step(name, record) else { continue };
            let on = self.endpoints.entry(transcript.key.endpoint.clone()).or_default();
            let scenario = &transcript.key.scenario;
            match (StepName::parse(name), scenario.strip_prefix("fixtures/")) {
                (Some(StepName::Given(fixture, index)), _) => on.fixture(fixture, index, step),
                (Some(StepName::Own(index)), Some(fixture)) => on.fixture(fixture, index, step),
                (Some(StepName::Own(_)), None) => on.scenarios.entry(scenario.clone()).or_default().push(step),
                (Some(StepName::CleanUp) | None, _) => {}
            }
        }
    }

    fn step(&mut self, name: &str, record: &StepRecord) -> Option<AskedStep> {
        let last = || record.observations.iter().rev().find(|seen| seen.purpose != Purpose::CleanUp);
        let Some(seen) = record.settled().or_else(last) else {
            let none = || AskedStep {
                step: name.to_owned(),
                operation: None,
                parameters: Arc::default(),
                answer: StepAnswer::Nothing,
            };
            return record.hook_run.as_ref().map(|_| none());
        };
        let asked_with = parameters(&seen.parameters);
        let parameters = asked_with.iter().map(|name| self.name(name)).collect();
        let operation = seen.operation.as_deref().map(|name| self.name(name));
        Some(AskedStep { step: name.to_owned(), operation, parameters, answer: self.answer(seen) })
    }

    fn answer(&mut self, seen: &Observation) -> StepAnswer {
        let Some(response) = seen.last().filter(|last| last.failure.is_none()).and_then(|last| last.response.as_ref())
        else {
            return StepAnswer::Nothing;
        };
        if response.is_success() {
            return StepAnswer::Success;
        }
        let (code, message) = match decode_error(&response.body.0) {
            Ok(error) => (error.code, error.message),
            Err(_) => (String::new(), response.body.text().into_owned()),
        };
        if tables::action_missing(response.status, &code, &message) {
            StepAnswer::Missing
        } else if tables::action_may_be_missing(response.status, &code, &message) {
            StepAnswer::PerhapsMissing
        } else if code.is_empty() {
            StepAnswer::Nothing
        } else {
            StepAnswer::Refused(self.name(&code))
        }
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.names.insert(name.clone());
        name
    }

    /// Whether a step of a scenario was asked of an endpoint.
    pub(crate) fn has_step(&self, endpoint: &str, scenario: &str, index: usize) -> bool {
        let steps = self.endpoints.get(endpoint).and_then(|on| on.scenarios.get(scenario));
        steps.is_some_and(|steps| steps.iter().any(|step| StepName::parse(&step.step) == Some(StepName::Own(index))))
    }

    /// The steps of a fixture that were asked of an endpoint, by their place in it; none where nobody used it.
    pub(crate) fn of_fixture(&self, endpoint: &str, fixture: &str) -> HashMap<usize, &AskedStep> {
        let steps = self.endpoints.get(endpoint).and_then(|on| on.fixtures.get(fixture));
        steps.into_iter().flatten().map(|(index, step)| (*index, step)).collect()
    }

    /// Every step that was asked of an endpoint, with the id of what it belongs to: a scenario's, or
    /// `fixtures/<name>`. Sorted by id.
    pub(crate) fn steps(&self, endpoint: &str) -> Vec<(String, &AskedStep)> {
        let Some(on) = self.endpoints.get(endpoint) else {
            return Vec::new();
        };
        let of_fixtures = on
            .fixtures
            .iter()
            .flat_map(|(fixture, steps)| steps.values().map(move |step| (format!("fixtures/{fixture}"), step)));
        let of_scenarios = on.scenarios.iter().flat_map(|(id, steps)| steps.iter().map(move |step| (id.clone(), step)));
        let mut all: Vec<(String, &AskedStep)> = of_fixtures.chain(of_scenarios).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    }

    /// The actions that an endpoint was asked, by name.
    pub fn actions(&self, endpoint: &str) -> BTreeMap<&str, ActionSeen> {
        let Some(on) = self.endpoints.get(endpoint) else {
            return BTreeMap::new();
        };
        let of_fixtures = on.fixtures.values().flat_map(BTreeMap::values);
        let mut actions: BTreeMap<&str, ActionSeen> = BTreeMap::new();
        for step in on.scenarios.values().flatten().chain(of_fixtures) {
            if let Some(operation) = &step.operation {
                actions.entry(operation).or_default().add(&step.answer);
            }
        }
        actions
    }
}

impl OnEndpoint {
    /// A step of a fixture, of which one user may have seen more than another: an answer outranks none.
    fn fixture(&mut self, fixture: &str, index: usize, step: AskedStep) {
        let steps = self.fixtures.entry(fixture.to_owned()).or_default();
        let known = steps.entry(index).or_insert_with(|| step.clone());
        if known.answer == StepAnswer::Nothing {
            *known = step;
        }
    }
}

impl ActionSeen {
    fn add(&mut self, answer: &StepAnswer) {
        self.steps += 1;
        match answer {
            StepAnswer::Success => {
                self.successes += 1;
                self.proven = true;
            }
            StepAnswer::Refused(code) => {
                *self.refused.entry(code.to_string()).or_default() += 1;
                self.proven |= !tables::is_rejected_before_lookup(code);
            }
            StepAnswer::Missing | StepAnswer::PerhapsMissing => self.missing += 1,
            StepAnswer::Nothing => {}
        }
    }

    /// Whether the endpoint has it.
    pub fn state(&self) -> ActionState {
        if self.proven {
            ActionState::Answers
        } else if self.missing > 0 {
            ActionState::Missing
        } else {
            ActionState::Unclear
        }
    }
}

impl StepAnswer {
    /// In a few words: `success`, the error's code, or what stands for none.
    pub fn in_words(&self) -> &str {
        match self {
            StepAnswer::Success => "success",
            StepAnswer::Refused(code) => code,
            StepAnswer::Missing => "no such action",
            StepAnswer::PerhapsMissing => "a fault of the server's",
            StepAnswer::Nothing => "no answer",
        }
    }
}
