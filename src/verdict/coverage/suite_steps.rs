//! The steps of a suite.

use record::Subject;
use scenario::{Step, Suite};

/// A scenario or a fixture, and its steps.
#[derive(Debug, Clone)]
pub(crate) struct StepsOf<'a> {
    /// The scenario or fixture.
    pub(crate) id: Subject,
    /// Whether no implementation has carried it to its end yet.
    pub(crate) is_unproven: bool,
    pub(crate) steps: &'a [Step],
}

/// Every scenario and every fixture of a suite.
pub(crate) fn of_suite(suite: &Suite) -> impl Iterator<Item = StepsOf<'_>> {
    let scenarios = suite.scenarios.iter().map(|scenario| StepsOf {
        id: scenario.id.clone(),
        is_unproven: scenario.unproven.is_some(),
        steps: &scenario.steps,
    });
    let fixtures = suite.fixtures.values().map(|fixture| StepsOf {
        id: Subject::fixture(&fixture.name),
        is_unproven: false,
        steps: &fixture.steps,
    });
    scenarios.chain(fixtures)
}
