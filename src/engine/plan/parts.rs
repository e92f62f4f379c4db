//! The steps that a scenario brings into a run: its own, and those of its fixtures.

use std::sync::Arc;

use contract::Contract;
use indexmap::IndexMap;
use located::whole_variable;
use scenario::{Action, Fixture, FixtureScope, Given, Requirement, Scenario, Step, Suite};
use serde_json::Value;

/// The steps of a scenario or of a fixture.
pub(crate) struct Part<'s> {
    own: &'s [Step],
    cleanup: &'s [Step],
    /// The values of the scenario's case.
    variables: Option<&'s IndexMap<String, Value>>,
    /// The facts that a fixture requires.
    pub(crate) requires: &'s [Requirement],
    /// The name of a fixture that is created once a run.
    pub(crate) of_run: Option<&'s str>,
}

/// One step that calls an action.
pub(crate) struct PlannedCall<'s> {
    /// The action; words for one that is known only in the run.
    pub(crate) operation: String,
    /// As they are in the suite: variables have no values.
    pub(crate) parameters: &'s Value,
    /// Whether it must be refused.
    pub(crate) expects_error: bool,
    /// Whether the parameters are sent as they are.
    pub(crate) is_raw: bool,
}

/// The fixtures of a scenario, each as often as it is created for the scenario, and the scenario.
pub(crate) fn parts<'s>(suite: &'s Suite, scenario: &'s Scenario) -> Vec<Part<'s>> {
    let mut parts = vec![Part {
        own: &scenario.steps,
        cleanup: &[],
        variables: Some(&scenario.variables),
        requires: &[],
        of_run: None,
    }];
    let mut of_run: Vec<&str> = Vec::new();
    let mut open: Vec<&Given> = scenario.given.iter().collect();
    while let Some(given) = open.pop() {
        let Some(fixture) = suite.fixtures.get(&given.fixture) else { continue };
        let is_of_run = fixture.scope == FixtureScope::Run;
        if is_of_run && of_run.contains(&fixture.name.as_str()) {
            continue;
        }
        if is_of_run {
            of_run.push(&fixture.name);
        }
        parts.push(Part::of(fixture));
        open.extend(&fixture.given);
    }
    parts
}

impl<'s> Part<'s> {
    fn of(fixture: &'s Arc<Fixture>) -> Self {
        Part {
            own: &fixture.steps,
            cleanup: &fixture.cleanup,
            variables: None,
            requires: &fixture.requires,
            of_run: (fixture.scope == FixtureScope::Run).then_some(&fixture.name),
        }
    }

    /// All its steps, those of its clean-up last.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &'s Step> + use<'s> {
        self.own.iter().chain(self.cleanup)
    }

    /// Its steps that call an action; one that calls another action than it states, by what a step has saved, for each that it
    /// may be.
    pub(crate) fn calls(&self) -> impl Iterator<Item = PlannedCall<'s>> + use<'s> {
        let (own, variables) = (self.own, self.variables);
        self.steps().filter_map(move |step| PlannedCall::of(step, variables)).flat_map(move |call| {
            let saved = saved_actions(own, &call.operation);
            let of = |operation: &String| PlannedCall { operation: operation.clone(), ..call };
            if saved.is_empty() { vec![call] } else { saved.iter().map(of).collect() }
        })
    }
}

/// The actions among the texts of the expression that saves a variable (`on && 'EnableX' || 'DisableX'`), in the place of whose
/// name a call has `${variable}`.
fn saved_actions(steps: &[Step], operation: &str) -> Vec<String> {
    let Some(variable) = operation.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else {
        return Vec::new();
    };
    let saves = steps.iter().flat_map(|step| &step.save).filter(|(name, _)| *name == variable);
    let texts = saves.flat_map(|(_, expression)| expression.text().split('\'').skip(1).step_by(2));
    texts.filter(|text| Contract::embedded().operation(text).is_some()).map(str::to_owned).collect()
}

impl<'s> PlannedCall<'s> {
    /// The call of a step; absent for a hook. `variables`: the values of the scenario's case.
    pub(crate) fn of(step: &'s Step, variables: Option<&IndexMap<String, Value>>) -> Option<Self> {
        let parameters = match &step.action {
            Action::Call(call) => call.parameters.value(),
            Action::Wait(wait) => wait.parameters.value(),
            Action::Raw(raw) => raw.parameters.value(),
            // The steps of `together` follow it; what a client calls is not known before.
            Action::Operator(_) | Action::Together(_) | Action::Client(_) => return None,
        };
        let operation = step.action.operation(Contract::embedded());
        let of_case = |text: &str| variables?.get(whole_variable(text)?)?.as_str().map(str::to_owned);
        let operation = operation.map(|text| of_case(text).unwrap_or_else(|| text.to_owned()));
        Some(PlannedCall {
            operation: operation.unwrap_or_else(|| step.action.in_words()),
            parameters,
            expects_error: step.expects_error(),
            is_raw: matches!(step.action, Action::Raw(_)),
        })
    }
}
