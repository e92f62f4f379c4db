//! How an endpoint responds to the calls of a suite.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::{StepName, Subject};
use scenario::Suite;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cause::{Cause, causes};
use crate::coverage::steps_run::{ActionOutcomes, ActionState, StepRun, StepsRun};
use crate::coverage::suite::{Coverage, expected_error};
use crate::coverage::suite_steps::of_suite;
use crate::finding::{Disposition, Finding, Judgement, Severity};

/// How an endpoint compares with AWS, action by action.
#[derive(Debug, Clone, PartialEq)]
pub struct Compatibility {
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The actions of the suite or the run, by name.
    pub actions: BTreeMap<String, ActionResult>,
    /// What the known deviations that it shows mean for its operator, sorted.
    pub advice: BTreeSet<String>,
}

/// How an endpoint responds to an action.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionResult {
    /// Whether the endpoint has it; absent if the run did not call it.
    pub state: Option<ActionState>,
    /// The number of steps that call it.
    pub steps: usize,
    /// The number of those without a deviation.
    pub good: usize,
    /// The deviations of the others, worst first.
    pub deviates: Vec<ActionDeviation>,
    /// Its parameters, by name.
    pub parameters: BTreeMap<String, ParameterResult>,
    /// The errors that were expected of it, by code, alternatives with `or`.
    pub errors: BTreeMap<String, ErrorResult>,
}

/// A deviation of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionDeviation {
    /// The code of the finding that represents it.
    pub code: &'static str,
    /// The severity of the cause.
    pub severity: Severity,
    /// The title of the cause, one line.
    pub title: String,
    /// The number of scenarios that it shows in.
    pub scenarios: usize,
    /// The reason, if the deviation is known.
    pub reason: Option<String>,
}

/// How an endpoint responds to calls with a parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParameterResult {
    /// The number of steps with it.
    pub steps: usize,
    /// The number of those without a deviation.
    pub good: usize,
    /// The deviations that only show in calls with it: indices of [`ActionResult::deviates`].
    pub own: Vec<usize>,
}

/// How an endpoint responds where an error is expected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorResult {
    /// The number of steps that expect it.
    pub steps: usize,
    /// The number of those without a deviation.
    pub good: usize,
    /// The outcomes of the others: `success`, or the error code.
    pub instead: BTreeMap<String, usize>,
}

impl ActionResult {
    /// `as AWS`, `deviates`, `missing`, `unclear` or `not called`.
    pub fn summary(&self) -> &'static str {
        self.state.map_or("not called", |state| ActionSummary::of(state, self.good, self.steps).words())
    }
}

/// The result of an action that was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActionSummary {
    /// No step that calls it deviates.
    AsAws,
    /// At least one does.
    Deviates,
    /// The endpoint does not have it.
    Missing,
    /// No response shows whether it has.
    Unclear,
}

impl ActionSummary {
    fn of(state: ActionState, good: usize, steps: usize) -> Self {
        match state {
            ActionState::Missing => ActionSummary::Missing,
            ActionState::Unclear if good == 0 => ActionSummary::Unclear,
            _ if good == steps => ActionSummary::AsAws,
            _ => ActionSummary::Deviates,
        }
    }

    /// `as AWS`, `deviates`, `missing` or `unclear`.
    pub fn words(self) -> &'static str {
        match self {
            ActionSummary::AsAws => "as AWS",
            ActionSummary::Deviates => "deviates",
            ActionSummary::Missing => "missing",
            ActionSummary::Unclear => "unclear",
        }
    }
}

/// How an endpoint responds to an action that the run called, in numbers: the first columns of [`ActionResult`], which cost
/// little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionTally {
    /// The name of the action.
    pub action: String,
    /// Whether the endpoint has it.
    pub state: ActionState,
    /// The number of steps that call it.
    pub steps: usize,
    /// The number of those without a deviation.
    pub good: usize,
}

impl ActionTally {
    /// The actions that were called on an endpoint, by name. `causes`: those of its judgements, and perhaps of other endpoints.
    pub fn of(endpoint: &str, steps_run: &StepsRun, causes: &[Cause<'_>]) -> Vec<Self> {
        let on_it = causes.iter().enumerate().filter(|(_, cause)| cause.endpoint == endpoint);
        let at_steps = at_steps(on_it);
        let mut good: BTreeMap<&str, usize> = BTreeMap::new();
        for (id, step) in steps_run.steps(endpoint) {
            if let Some(operation) = step.operation.as_deref()
                && found(&at_steps, &id, step).is_empty()
            {
                *good.entry(operation).or_default() += 1;
            }
        }
        let outcomes = steps_run.actions(endpoint).into_iter();
        let tally = |(action, outcomes): (&str, ActionOutcomes)| ActionTally {
            action: action.to_owned(),
            state: outcomes.state(),
            steps: outcomes.steps,
            good: good.get(action).copied().unwrap_or_default(),
        };
        outcomes.map(tally).collect()
    }

    /// Whether it is as AWS's.
    pub fn summary(&self) -> ActionSummary {
        ActionSummary::of(self.state, self.good, self.steps)
    }
}

impl Compatibility {
    /// The result of a run on one of its endpoints; deterministic for judgements in a deterministic order.
    pub fn of(endpoint: &str, suite: &Suite, steps_run: &StepsRun, judgements: &[&Judgement]) -> Self {
        let on_it: Vec<&Judgement> =
            judgements.iter().copied().filter(|judgement| judgement.endpoint == endpoint).collect();
        let advice = on_it.iter().flat_map(|judgement| &judgement.findings).filter_map(advice).collect();
        let causes = causes(on_it);
        let at_steps = at_steps(causes.iter().enumerate());
        let expected = expected_errors(suite);
        let mut actions: BTreeMap<String, ActionResult> =
            Coverage::of(suite).actions.into_keys().map(|name| (name, ActionResult::default())).collect();
        let mut by_action: BTreeMap<&str, Vec<(Subject, &StepRun)>> = BTreeMap::new();
        for (id, step) in steps_run.steps(endpoint) {
            if let Some(operation) = &step.operation {
                by_action.entry(operation).or_default().push((id, step));
            }
        }
        let outcomes = steps_run.actions(endpoint);
        for (name, steps) in by_action {
            let mut result = of_action(&steps, &at_steps, &causes, &expected);
            result.state = outcomes.get(name).map(|outcomes| outcomes.state());
            actions.insert(name.to_owned(), result);
        }
        Compatibility { endpoint: endpoint.to_owned(), actions, advice }
    }
}

fn advice(finding: &Finding) -> Option<String> {
    match &finding.disposition {
        Disposition::Known(known) => known.advice.clone(),
        Disposition::Counts | Disposition::Informational { .. } => None,
    }
}

/// By scenario or fixture and step: the causes (by position) that show there.
type AtSteps<'a> = HashMap<(&'a Subject, &'a StepName), BTreeSet<usize>>;

/// Informational findings are left out.
fn at_steps<'a: 'c, 'c>(causes: impl Iterator<Item = (usize, &'c Cause<'a>)>) -> AtSteps<'a> {
    let mut places: AtSteps<'a> = HashMap::new();
    for (at, cause) in causes {
        if matches!(cause.disposition(), Disposition::Informational { .. }) {
            continue;
        }
        for seen in cause.seen.iter().chain(&cause.follows) {
            places.entry((&seen.judgement.scenario, &seen.finding.step)).or_default().insert(at);
        }
    }
    places
}

/// By scenario or fixture and index: the error that a step expects.
fn expected_errors(suite: &Suite) -> HashMap<(Subject, usize), String> {
    let steps = of_suite(suite)
        .flat_map(|owner| owner.steps.iter().enumerate().map(move |(at, step)| (owner.id.clone(), at, step)));
    steps.filter_map(|(id, at, step)| Some(((id, at), expected_error(step)?))).collect()
}

fn of_action(
    steps: &[(Subject, &StepRun)],
    at_steps: &AtSteps<'_>,
    causes: &[Cause<'_>],
    expected: &HashMap<(Subject, usize), String>,
) -> ActionResult {
    let steps: Vec<(&Subject, &StepRun, &BTreeSet<usize>)> =
        steps.iter().map(|(id, step)| (id, *step, found(at_steps, id, step))).collect();
    let mut result = ActionResult { steps: steps.len(), ..ActionResult::default() };
    let mut all: BTreeSet<usize> = BTreeSet::new();
    for &(id, step, here) in &steps {
        let good = usize::from(here.is_empty());
        result.good += good;
        all.extend(here);
        for name in step.parameters.iter() {
            let parameter = result.parameters.entry(name.to_string()).or_default();
            parameter.steps += 1;
            parameter.good += good;
        }
        if let Some(code) = index(&step.step).and_then(|index| expected.get(&(id.clone(), index))) {
            let error = result.errors.entry(code.clone()).or_default();
            error.steps += 1;
            error.good += good;
            if good == 0 {
                *error.instead.entry(step.outcome.summary().to_owned()).or_default() += 1;
            }
        }
    }
    let all: Vec<usize> = all.into_iter().collect();
    for (name, parameter) in &mut result.parameters {
        let only_here =
            |cause: &usize| steps.iter().filter(|(.., here)| here.contains(cause)).all(|(_, step, _)| has(step, name));
        // A parameter of every step distinguishes nothing.
        if parameter.steps < steps.len() {
            parameter.own = (0..all.len()).filter(|at| only_here(&all[*at])).collect();
        }
    }
    result.deviates = all.iter().map(|at| deviation(&causes[*at])).collect();
    result
}

fn found<'s>(at_steps: &'s AtSteps<'_>, id: &'s Subject, step: &'s StepRun) -> &'s BTreeSet<usize> {
    static NONE: BTreeSet<usize> = BTreeSet::new();
    at_steps.get(&(id, &step.step)).unwrap_or(&NONE)
}

fn has(step: &StepRun, parameter: &str) -> bool {
    step.parameters.iter().any(|name| **name == *parameter)
}

fn index(step: &StepName) -> Option<usize> {
    match step {
        StepName::Own(index) | StepName::Given { index, .. } => Some(*index),
        StepName::Fixtures
        | StepName::GivenCleanUp { .. }
        | StepName::CleanUp
        | StepName::Action(_)
        | StepName::Unknown(_) => None,
    }
}

fn deviation(cause: &Cause<'_>) -> ActionDeviation {
    ActionDeviation {
        code: cause.finding().kind.code(),
        severity: cause.severity,
        title: cause.title.clone(),
        scenarios: cause.scenarios().len(),
        reason: match cause.disposition() {
            Disposition::Known(known) => Some(known.reason.clone()),
            Disposition::Counts | Disposition::Informational { .. } => None,
        },
    }
}
