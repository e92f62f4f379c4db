//! The steps that a run ran, and the outcome of each: the basis of known deviations, the API surface and the
//! compatibility table.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use contract::{decode_error, tables};
use record::{Observation, Purpose, StepName, StepRecord, Subject, Transcript};

use crate::coverage::parameters::parameters;

/// The steps of a run, by endpoint and scenario. Takes about a hundred bytes per step: its name, action and outcome, and the
/// names of its parameters, each text stored once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepsRun {
    endpoints: BTreeMap<String, OnEndpoint>,
    names: HashSet<Arc<str>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct OnEndpoint {
    scenarios: BTreeMap<Subject, Vec<StepRun>>,
    /// By the fixture's name: its steps, whichever scenario used it, each once.
    fixtures: BTreeMap<String, BTreeMap<usize, StepRun>>,
}

/// A step that was run.
#[derive(Debug, Clone, PartialEq)]
pub struct StepRun {
    /// The name of the step in its scenario or fixture: `steps[2]`.
    pub step: StepName,
    /// The action; absent for a raw request without one, and for a hook.
    pub operation: Option<Arc<str>>,
    /// The names of its parameters, sorted: `VpcId`, `BlockDeviceMappings[].Ebs.VolumeSize`, `Filters[vpc-id]`. Empty for
    /// raw requests.
    pub parameters: Arc<[Arc<str>]>,
    /// The outcome of its last call.
    pub outcome: StepOutcome,
}

/// The outcome of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// The last call succeeded.
    Success,
    /// An error with this code.
    Rejected(Arc<str>),
    /// The endpoint does not have the action.
    Missing,
    /// A failure by which some endpoints reject a missing action.
    PerhapsMissing,
    /// No response, or one that is not EC2's.
    NoResponse,
}

/// The outcomes of all calls of an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionOutcomes {
    /// The number of steps that call it.
    pub steps: usize,
    /// The number of those that succeeded.
    pub successes: usize,
    /// The number of errors, by code.
    pub rejected: BTreeMap<String, usize>,
    missing: usize,
    proven: bool,
}

/// Whether an endpoint has an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionState {
    /// A response proves it.
    Present,
    /// It only ever failed as missing actions do.
    Missing,
    /// No response shows it.
    Unclear,
}

impl StepsRun {
    /// Adds the steps of a scenario, or of a fixture that is created once a run.
    pub fn take(&mut self, transcript: &Transcript) {
        for (name, record) in &transcript.steps {
            if record.client_run.is_some() {
                self.client(transcript, name, record);
                continue;
            }
            let Some(step) = self.step(name, record) else { continue };
            let on = self.endpoints.entry(transcript.key.endpoint.clone()).or_default();
            let scenario = &transcript.key.scenario;
            match (name, scenario.fixture_name()) {
                (StepName::Given { fixture, index }, _) => on.fixture(fixture, *index, step),
                (StepName::Own(index), Some(fixture)) => on.fixture(fixture, *index, step),
                (StepName::Own(_), None) => on.scenarios.entry(scenario.clone()).or_default().push(step),
                (
                    StepName::Fixtures
                    | StepName::GivenCleanUp { .. }
                    | StepName::CleanUp
                    | StepName::Action(_)
                    | StepName::Unknown(_),
                    _,
                ) => {}
            }
        }
    }

    /// Adds each call of a client.
    fn client(&mut self, transcript: &Transcript, name: &StepName, record: &StepRecord) {
        let calls: Vec<StepRun> = record.observations.iter().map(|seen| self.called(name, seen)).collect();
        let on = self.endpoints.entry(transcript.key.endpoint.clone()).or_default();
        on.scenarios.entry(transcript.key.scenario.clone()).or_default().extend(calls);
    }

    fn step(&mut self, name: &StepName, record: &StepRecord) -> Option<StepRun> {
        let last =
            || record.observations.iter().rev().find(|seen| !matches!(seen.purpose, Purpose::CleanUp | Purpose::Page));
        let Some(seen) = record.settled().or_else(last) else {
            let none = || StepRun {
                step: name.clone(),
                operation: None,
                parameters: Arc::default(),
                outcome: StepOutcome::NoResponse,
            };
            let is_run = record.hook_run.is_some() || record.together.is_some();
            return is_run.then(none);
        };
        Some(self.called(name, seen))
    }

    fn called(&mut self, name: &StepName, seen: &Observation) -> StepRun {
        let names = parameters(&seen.parameters);
        let parameters = names.iter().map(|name| self.name(name)).collect();
        let operation = seen.operation.as_deref().map(|name| self.name(name));
        StepRun { step: name.clone(), operation, parameters, outcome: self.outcome(seen) }
    }

    fn outcome(&mut self, seen: &Observation) -> StepOutcome {
        let Some(response) = seen.last().filter(|last| last.failure.is_none()).and_then(|last| last.response.as_ref())
        else {
            return StepOutcome::NoResponse;
        };
        if response.is_success() {
            return StepOutcome::Success;
        }
        let (code, message) = match decode_error(&response.body.0) {
            Ok(error) => (error.code, error.message),
            Err(_) => (String::new(), response.body.text().into_owned()),
        };
        if tables::action_missing(response.status, &code, &message) {
            StepOutcome::Missing
        } else if tables::action_may_be_missing(response.status, &code, &message) {
            StepOutcome::PerhapsMissing
        } else if code.is_empty() {
            StepOutcome::NoResponse
        } else {
            StepOutcome::Rejected(self.name(&code))
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

    /// Whether a step of a scenario was run on an endpoint.
    pub(crate) fn has_step(&self, endpoint: &str, scenario: &Subject, index: usize) -> bool {
        let steps = self.endpoints.get(endpoint).and_then(|on| on.scenarios.get(scenario));
        steps.is_some_and(|steps| steps.iter().any(|step| step.step == StepName::Own(index)))
    }

    /// The steps of a fixture that were run on an endpoint, by index; empty if it was not used.
    pub(crate) fn of_fixture(&self, endpoint: &str, fixture: &str) -> HashMap<usize, &StepRun> {
        let steps = self.endpoints.get(endpoint).and_then(|on| on.fixtures.get(fixture));
        steps.into_iter().flatten().map(|(index, step)| (*index, step)).collect()
    }

    /// Every step that was run on an endpoint, with the scenario or fixture. Sorted by that.
    pub(crate) fn steps(&self, endpoint: &str) -> Vec<(Subject, &StepRun)> {
        let Some(on) = self.endpoints.get(endpoint) else {
            return Vec::new();
        };
        let of_fixtures = on
            .fixtures
            .iter()
            .flat_map(|(fixture, steps)| steps.values().map(move |step| (Subject::fixture(fixture), step)));
        let of_scenarios = on.scenarios.iter().flat_map(|(id, steps)| steps.iter().map(move |step| (id.clone(), step)));
        let mut all: Vec<(Subject, &StepRun)> = of_fixtures.chain(of_scenarios).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    }

    /// The actions that were called on an endpoint, by name.
    pub fn actions(&self, endpoint: &str) -> BTreeMap<&str, ActionOutcomes> {
        let Some(on) = self.endpoints.get(endpoint) else {
            return BTreeMap::new();
        };
        let of_fixtures = on.fixtures.values().flat_map(BTreeMap::values);
        let mut actions: BTreeMap<&str, ActionOutcomes> = BTreeMap::new();
        for step in on.scenarios.values().flatten().chain(of_fixtures) {
            if let Some(operation) = &step.operation {
                actions.entry(operation).or_default().add(&step.outcome);
            }
        }
        actions
    }
}

impl OnEndpoint {
    /// Adds a step of a fixture. Of several runs of it, the first with a response is kept.
    fn fixture(&mut self, fixture: &str, index: usize, step: StepRun) {
        let steps = self.fixtures.entry(fixture.to_owned()).or_default();
        let known = steps.entry(index).or_insert_with(|| step.clone());
        if known.outcome == StepOutcome::NoResponse {
            *known = step;
        }
    }
}

impl ActionOutcomes {
    fn add(&mut self, outcome: &StepOutcome) {
        self.steps += 1;
        match outcome {
            StepOutcome::Success => {
                self.successes += 1;
                self.proven = true;
            }
            StepOutcome::Rejected(code) => {
                *self.rejected.entry(code.to_string()).or_default() += 1;
                self.proven |= !tables::is_rejected_before_lookup(code);
            }
            StepOutcome::Missing | StepOutcome::PerhapsMissing => self.missing += 1,
            StepOutcome::NoResponse => {}
        }
    }

    /// Whether the endpoint has the action.
    pub fn state(&self) -> ActionState {
        if self.proven {
            ActionState::Present
        } else if self.missing > 0 {
            ActionState::Missing
        } else {
            ActionState::Unclear
        }
    }
}

impl StepOutcome {
    /// `success`, the error code, or a few words.
    pub fn summary(&self) -> &str {
        match self {
            StepOutcome::Success => "success",
            StepOutcome::Rejected(code) => code,
            StepOutcome::Missing => "no such action",
            StepOutcome::PerhapsMissing => "server error",
            StepOutcome::NoResponse => "no response",
        }
    }
}
