//! Rules that the scenarios of the repository keep, and that a reader would have to check by hand.

use std::path::Path;
use std::sync::Arc;

use contract::{Contract, Severity};
use scenario::{Action, Scenario, Step, Suite};

fn suite() -> Suite {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suites");
    Suite::load(&root, Contract::embedded()).unwrap_or_else(|found| panic!("{found}"))
}

fn calls<'a>(steps: &'a [Step], operation: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_it = move |step: &Step| matches!(&step.action, Action::Call(call) if call.operation == operation);
    steps.iter().enumerate().filter(move |(_, step)| is_it(step)).map(|(at, _)| at)
}

/// An endpoint that lacks one filter must not fail the test of another.
#[test]
fn tests_of_filters_send_one_filter_at_a_time() {
    let suite = suite();
    let about_filters = |scenario: &&Arc<Scenario>| {
        let id = scenario.id.to_string();
        // There are other tags of that kind, and DescribeTags takes no ids.
        id.split('[').next().is_some_and(|stem| stem.ends_with("filters")) || id.contains("state-filter")
    };
    let mut tested = 0;
    for scenario in suite.scenarios.iter().filter(about_filters) {
        for step in &scenario.steps {
            let Action::Call(call) = &step.action else { continue };
            let filters = call.parameters.value().get("Filters").and_then(|filters| filters.as_array());
            let is_set_up = step.until.is_some();
            assert!(is_set_up || filters.is_none_or(|filters| filters.len() == 1), "{}", step.location);
            tested += usize::from(filters.is_some());
        }
    }
    assert!(tested > 100, "{tested}");
}

/// Accepting what AWS calls malformed, or refusing it with another code of validation, breaks nobody.
#[test]
fn refusals_of_malformed_values_are_mild_and_those_of_absent_resources_are_not() {
    for scenario in &suite().scenarios {
        for step in &scenario.steps {
            let codes = step.error.iter().flat_map(|error| &error.codes);
            if codes.clone().any(|code| code.ends_with(".Malformed") || code == "MissingParameter") {
                let is_signature = codes.clone().any(|code| code == "AuthFailure");
                assert!(step.severity == Some(Severity::Differs) || is_signature, "{}", step.location);
            }
            // What else a step states may be mild.
            if step.expect.is_empty()
                && codes.clone().count() > 0
                && codes.clone().all(|code| code.contains("NotFound") || code.contains("InUse"))
            {
                assert!(step.severity.is_none(), "{}", step.location);
            }
        }
    }
}

/// Not every zone has every instance type.
#[test]
fn instances_are_launched_into_a_zone_that_has_their_type() {
    let suite = suite();
    for scenario in &suite.scenarios {
        let launches = calls(&scenario.steps, "RunInstances").any(|at| !scenario.steps[at].expects_error());
        let zoneless = scenario.given.iter().any(|given| given.fixture.starts_with("vpc-with"));
        assert!(!(launches && zoneless), "{}", scenario.id);
    }
}

/// AWS is eventually consistent, and these waiters stop where the resource is not found yet.
#[test]
fn no_waiter_that_fails_on_not_found_follows_the_creation() {
    let suite = suite();
    let fixtures = suite.fixtures.values().map(|fixture| &fixture.steps);
    for steps in suite.scenarios.iter().map(|scenario| &scenario.steps).chain(fixtures) {
        for (operation, waiter) in [("CreateSnapshot", "SnapshotCompleted"), ("CreateVolume", "VolumeAvailable")] {
            for at in calls(steps, operation) {
                let follows = |step: &Step| matches!(&step.action, Action::Wait(wait) if wait.waiter == waiter);
                assert!(!steps.get(at + 1).is_some_and(follows), "{}", steps[at].location);
            }
        }
    }
}
