//! The steps of a suite, and the action that each of them calls.

use contract::Contract;
use record::Subject;
use scenario::{Action, Step, Suite};
use serde_json::Value;

/// A scenario or a fixture, and its steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StepsOf<'a> {
    /// The scenario's id, or the fixture's name.
    pub(crate) name: &'a str,
    pub(crate) is_fixture: bool,
    pub(crate) steps: &'a [Step],
}

impl StepsOf<'_> {
    /// The id of its judgement.
    pub(crate) fn id(&self) -> String {
        if self.is_fixture { Subject::fixture(self.name).to_string() } else { self.name.to_owned() }
    }
}

/// Every scenario and every fixture of a suite.
pub(crate) fn of_suite(suite: &Suite) -> impl Iterator<Item = StepsOf<'_>> {
    let scenarios = suite.scenarios.iter().map(|scenario| StepsOf {
        name: match &scenario.id {
            Subject::Scenario(id) => id.as_str(),
            Subject::Fixture(name) => name,
            Subject::RunCheck(check) => check.name(),
        },
        is_fixture: false,
        steps: &scenario.steps,
    });
    let fixtures =
        suite.fixtures.values().map(|fixture| StepsOf { name: &fixture.name, is_fixture: true, steps: &fixture.steps });
    scenarios.chain(fixtures)
}

/// The action that a step calls, if the suite names it; of a raw request it may be a variable.
pub(crate) fn operation(step: &Step) -> Option<&str> {
    match &step.action {
        Action::Call(call) => Some(&call.operation),
        Action::Wait(wait) => Contract::embedded().waiter(&wait.waiter).map(|waiter| waiter.operation.as_str()),
        Action::Raw(raw) => raw.parameters.value().get("Action").and_then(Value::as_str),
        Action::Operator(_) => None,
    }
}
