//! Comparable responses of many scenarios, one after the other.

use std::collections::HashMap;
use std::sync::Arc;

use record::{RunHead, Subject, Transcript};
use scenario::{FixtureScope, Scenario, Suite};

use crate::oracle::reference::compare::comparable_steps;
use crate::oracle::reference::scenario_run::{ComparableStep, ScenarioRun};

/// The scenarios of a suite, by id.
#[derive(Debug)]
pub struct Comparables {
    suite: Arc<Suite>,
    scenarios: HashMap<Subject, Arc<Scenario>>,
}

impl Comparables {
    /// The suite's scenarios, and its fixtures that are created once a run.
    pub fn new(suite: Arc<Suite>) -> Self {
        let own = suite.scenarios.iter().cloned();
        let fixtures = suite.fixtures.values().filter(|fixture| fixture.scope == FixtureScope::Run);
        let fixtures = fixtures.map(|fixture| Arc::new(fixture.as_scenario()));
        let scenarios = own.chain(fixtures).map(|scenario| (scenario.id.clone(), scenario)).collect();
        Comparables { suite, scenarios }
    }

    /// The responses of all steps of a scenario that can be compared, made comparable; none if the suite does not have
    /// the scenario, or a run does not have the endpoint.
    pub fn of(&self, reference: (&RunHead, &Transcript), target: (&RunHead, &Transcript)) -> Vec<ComparableStep> {
        let scenario = self.scenarios.get(&target.1.key.scenario);
        let sides = scenario_run(reference).zip(scenario_run(target));
        let Some((scenario, (reference, target))) = scenario.zip(sides) else { return Vec::new() };
        comparable_steps(reference, target, scenario, &self.suite)
    }
}

fn scenario_run<'a>((head, transcript): (&'a RunHead, &'a Transcript)) -> Option<ScenarioRun<'a>> {
    let endpoint = head.endpoints.iter().find(|endpoint| endpoint.name == transcript.key.endpoint)?;
    Some(ScenarioRun { transcript, endpoint, run: &head.run, findings: &[] })
}
