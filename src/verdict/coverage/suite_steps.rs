//! The steps of a suite.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use record::Subject;
use scenario::{Given, Step, Suite};
use serde_json::Value;

/// A scenario or a fixture, and its steps.
#[derive(Debug, Clone)]
pub(crate) struct StepsOf<'a> {
    /// The scenario or fixture.
    pub(crate) id: Subject,
    /// Whether no implementation has carried it to its end yet; for a fixture: none of the scenarios that use it.
    pub(crate) is_unproven: bool,
    /// The values of the case and `vars`; fixtures have none.
    pub(crate) variables: Option<&'a IndexMap<String, Value>>,
    pub(crate) steps: &'a [Step],
}

/// Every scenario and every fixture of a suite.
pub(crate) fn of_suite(suite: &Suite) -> impl Iterator<Item = StepsOf<'_>> {
    let unproven = unproven_fixtures(suite);
    let scenarios = suite.scenarios.iter().map(|scenario| StepsOf {
        id: scenario.id.clone(),
        is_unproven: scenario.unproven.is_some(),
        variables: Some(&scenario.variables),
        steps: &scenario.steps,
    });
    let fixtures = suite.fixtures.values().map(move |fixture| StepsOf {
        id: Subject::fixture(&fixture.name),
        is_unproven: unproven.contains(fixture.name.as_str()),
        variables: None,
        steps: &fixture.steps,
    });
    scenarios.chain(fixtures)
}

/// The fixtures that only unproven scenarios use.
fn unproven_fixtures(suite: &Suite) -> BTreeSet<&str> {
    let used = |unproven: bool| {
        let scenarios = suite.scenarios.iter().filter(|scenario| scenario.unproven.is_some() == unproven);
        let mut found = BTreeSet::new();
        scenarios.for_each(|scenario| reach(suite, &scenario.given, &mut found));
        found
    };
    let proven = used(false);
    used(true).into_iter().filter(|name| !proven.contains(name)).collect()
}

/// Adds fixtures, and those that they build on.
fn reach<'s>(suite: &'s Suite, given: &[Given], found: &mut BTreeSet<&'s str>) {
    for Given { fixture, .. } in given {
        if let Some(fixture) = suite.fixtures.get(fixture)
            && found.insert(&fixture.name)
        {
            reach(suite, &fixture.given, found);
        }
    }
}
