//! What an endpoint did with what a suite asks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use scenario::Suite;

use crate::cause::{Cause, causes};
use crate::coverage::asked::{ActionState, Asked, AskedStep};
use crate::coverage::suite::{Coverage, error_due};
use crate::coverage::suite_steps::of_suite;
use crate::finding::{Judgement, Severity, Standing};
use crate::run::StepName;

/// How far an endpoint does as AWS does, action by action.
#[derive(Debug, Clone, PartialEq)]
pub struct Compatibility {
    /// The endpoint's name.
    pub endpoint: String,
    /// What the suite or the run asked, by action.
    pub actions: BTreeMap<String, ActionResult>,
}

/// What an endpoint did with an action.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionResult {
    /// Whether it is there; absent where the run did not ask.
    pub state: Option<ActionState>,
    /// Steps that asked it.
    pub steps: usize,
    /// Those of them in which nothing deviates.
    pub good: usize,
    /// What deviates in the others, worst first.
    pub deviates: Vec<Deviates>,
    /// What it was asked with.
    pub parameters: BTreeMap<String, ParameterResult>,
    /// The errors that it had to be refused with, alternatives with `or`.
    pub errors: BTreeMap<String, ErrorResult>,
}

/// A deviation of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviates {
    /// The code of the finding that stands for it.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it is, in a line.
    pub title: String,
    /// The scenarios that it shows in.
    pub scenarios: usize,
    /// Why the endpoint does so, where that is known.
    pub reason: Option<String>,
}

/// What an endpoint did with a parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParameterResult {
    /// Steps that asked with it.
    pub steps: usize,
    /// Those of them in which nothing deviates.
    pub good: usize,
    /// What deviates only where it is asked with it: places in [`ActionResult::deviates`].
    pub own: Vec<usize>,
}

/// What an endpoint did where an error was due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorResult {
    /// Steps in which it was due.
    pub steps: usize,
    /// Those of them in which nothing deviates.
    pub good: usize,
    /// How the others were answered: `success`, or the error's code.
    pub instead: BTreeMap<String, usize>,
}

impl ActionResult {
    /// In a few words: `as AWS`, `deviates`, `missing`, `unclear`, `not asked`.
    pub fn in_words(&self) -> &'static str {
        match self.state {
            None => "not asked",
            Some(ActionState::Missing) => "missing",
            Some(ActionState::Unclear) if self.good == 0 => "unclear",
            Some(_) if self.good == self.steps => "as AWS",
            Some(_) => "deviates",
        }
    }
}

impl Compatibility {
    /// What came of a run on one of its endpoints. `judgements` in a deterministic order.
    pub fn of(endpoint: &str, suite: &Suite, asked: &Asked, judgements: &[&Judgement]) -> Self {
        let on_it: Vec<&Judgement> =
            judgements.iter().copied().filter(|judgement| judgement.endpoint == endpoint).collect();
        let causes = causes(on_it);
        let at_steps = at_steps(&causes);
        let due = due(suite);
        let mut actions: BTreeMap<String, ActionResult> =
            Coverage::of(suite).actions.into_keys().map(|name| (name, ActionResult::default())).collect();
        let mut asked_steps: BTreeMap<&str, Vec<(String, &AskedStep)>> = BTreeMap::new();
        for (id, step) in asked.steps(endpoint) {
            if let Some(operation) = &step.operation {
                asked_steps.entry(operation).or_default().push((id, step));
            }
        }
        let seen = asked.actions(endpoint);
        for (name, steps) in asked_steps {
            let mut result = of_action(&steps, &at_steps, &causes, &due);
            result.state = seen.get(name).map(|seen| seen.state());
            actions.insert(name.to_owned(), result);
        }
        Compatibility { endpoint: endpoint.to_owned(), actions }
    }
}

/// By judged id and step: the causes (by place) that show there.
type AtSteps<'a> = HashMap<(&'a str, &'a str), BTreeSet<usize>>;

/// What only informs is left out.
fn at_steps<'a>(causes: &[Cause<'a>]) -> AtSteps<'a> {
    let mut places: AtSteps<'a> = HashMap::new();
    for (at, cause) in causes.iter().enumerate() {
        if matches!(cause.standing(), Standing::Informs { .. }) {
            continue;
        }
        for seen in cause.seen.iter().chain(&cause.follows) {
            places.entry((&seen.judgement.scenario, &seen.finding.step)).or_default().insert(at);
        }
    }
    places
}

/// By judged id and place in it: the error that a step must end in.
fn due(suite: &Suite) -> HashMap<(String, usize), String> {
    let steps =
        of_suite(suite).flat_map(|owner| owner.steps.iter().enumerate().map(move |(at, step)| (owner, at, step)));
    steps.filter_map(|(owner, at, step)| Some(((owner.id(), at), error_due(step)?))).collect()
}

fn of_action(
    steps: &[(String, &AskedStep)],
    at_steps: &AtSteps<'_>,
    causes: &[Cause<'_>],
    due: &HashMap<(String, usize), String>,
) -> ActionResult {
    let steps: Vec<(&str, &AskedStep, &BTreeSet<usize>)> =
        steps.iter().map(|(id, step)| (id.as_str(), *step, found(at_steps, id, step))).collect();
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
        if let Some(due) = index(&step.step).and_then(|index| due.get(&(id.to_owned(), index))) {
            let error = result.errors.entry(due.clone()).or_default();
            error.steps += 1;
            error.good += good;
            if good == 0 {
                *error.instead.entry(step.answer.in_words().to_owned()).or_default() += 1;
            }
        }
    }
    let all: Vec<usize> = all.into_iter().collect();
    for (name, parameter) in &mut result.parameters {
        let only_here =
            |cause: &usize| steps.iter().filter(|(.., here)| here.contains(cause)).all(|(_, step, _)| has(step, name));
        // What every step has tells nothing apart.
        if parameter.steps < steps.len() {
            parameter.own = (0..all.len()).filter(|at| only_here(&all[*at])).collect();
        }
    }
    result.deviates = all.iter().map(|at| deviates(&causes[*at])).collect();
    result
}

fn found<'s>(at_steps: &'s AtSteps<'_>, id: &'s str, step: &'s AskedStep) -> &'s BTreeSet<usize> {
    static NONE: BTreeSet<usize> = BTreeSet::new();
    at_steps.get(&(id, step.step.as_str())).unwrap_or(&NONE)
}

fn has(step: &AskedStep, parameter: &str) -> bool {
    step.parameters.iter().any(|name| **name == *parameter)
}

fn index(step: &str) -> Option<usize> {
    match StepName::parse(step)? {
        StepName::Own(index) | StepName::Given(_, index) => Some(index),
        StepName::CleanUp => None,
    }
}

fn deviates(cause: &Cause<'_>) -> Deviates {
    Deviates {
        code: cause.finding().kind.code(),
        severity: cause.severity,
        title: cause.title.clone(),
        scenarios: cause.scenarios().len(),
        reason: match cause.standing() {
            Standing::Known(known) => Some(known.reason.clone()),
            Standing::Counts | Standing::Informs { .. } => None,
        },
    }
}
