//! The steps of a suite.

use indexmap::IndexMap;
use record::Subject;
use scenario::{Step, Suite};
use serde_json::Value;

/// A scenario or a fixture, and its steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StepsOf<'a> {
    /// The scenario's id, or the fixture's name.
    pub(crate) name: &'a str,
    pub(crate) is_fixture: bool,
    /// Whether no implementation has carried it to its end yet.
    pub(crate) is_unproven: bool,
    pub(crate) steps: &'a [Step],
    /// The constants of the scenario and its case.
    pub(crate) variables: Option<&'a IndexMap<String, Value>>,
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
        is_unproven: scenario.unproven.is_some(),
        steps: &scenario.steps,
        variables: Some(&scenario.variables),
    });
    let fixtures = suite.fixtures.values().map(|fixture| StepsOf {
        name: &fixture.name,
        is_fixture: true,
        is_unproven: false,
        steps: &fixture.steps,
        variables: None,
    });
    scenarios.chain(fixtures)
}
