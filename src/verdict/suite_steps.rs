//! The steps of a suite, and which action each of them asks.

use serde_json::Value;

use crate::contract::Contract;
use crate::scenario::{Action, Step, Suite};

/// A scenario or a fixture, and its steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct StepsOf<'a> {
    /// The scenario's id without `fixtures/`, or the fixture's name.
    pub(super) name: &'a str,
    pub(super) is_fixture: bool,
    pub(super) steps: &'a [Step],
}

impl StepsOf<'_> {
    /// The id by which it is judged.
    pub(super) fn id(&self) -> String {
        if self.is_fixture { format!("fixtures/{}", self.name) } else { self.name.to_owned() }
    }
}

/// Every scenario and every fixture of a suite.
pub(super) fn of_suite(suite: &Suite) -> impl Iterator<Item = StepsOf<'_>> {
    let scenarios = suite.scenarios.iter().map(|scenario| StepsOf {
        name: scenario.id.as_str(),
        is_fixture: false,
        steps: &scenario.steps,
    });
    let fixtures =
        suite.fixtures.values().map(|fixture| StepsOf { name: &fixture.name, is_fixture: true, steps: &fixture.steps });
    scenarios.chain(fixtures)
}

/// The action that a step asks, as far as the suite says it: a raw request may name none, or a variable.
pub(super) fn operation(step: &Step) -> Option<&str> {
    match &step.action {
        Action::Call(call) => Some(&call.operation),
        Action::Wait(wait) => Contract::embedded().waiter(&wait.waiter).map(|waiter| waiter.operation.as_str()),
        Action::Raw(raw) => raw.parameters.value().get("Action").and_then(Value::as_str),
        Action::Operator(_) => None,
    }
}
