//! Comparable answers of many scenarios, one after the other.

use std::collections::HashMap;
use std::sync::Arc;

use record::{RunHead, Transcript};
use scenario::{FixtureScope, Scenario, Suite};
use serde_json::Value;

use crate::oracle::reference::compare::{ScenarioRun, shown};

/// The answers of a step made comparable: ids have names, what varies by nature shows what it is, lists are in the
/// reference's order. What is equal is no difference.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparableStep {
    /// The step, as [`Finding::step`](crate::Finding::step) has it.
    pub step: String,
    /// The reference's answer.
    pub reference: Value,
    /// The target's.
    pub target: Value,
}

/// A suite, looked up by scenario.
#[derive(Debug)]
pub struct Comparables {
    suite: Arc<Suite>,
    scenarios: HashMap<String, Arc<Scenario>>,
}

impl Comparables {
    /// Of the scenarios of a suite, and its fixtures that are made once a run.
    pub fn new(suite: Arc<Suite>) -> Self {
        let own = suite.scenarios.iter().cloned();
        let fixtures = suite.fixtures.values().filter(|fixture| fixture.scope == FixtureScope::Run);
        let fixtures = fixtures.map(|fixture| Arc::new(fixture.as_scenario()));
        let scenarios = own.chain(fixtures).map(|scenario| (scenario.id.to_string(), scenario)).collect();
        Comparables { suite, scenarios }
    }

    /// The answers of all steps of a scenario that can be compared, made comparable; none where the suite does not have
    /// the scenario, or a run does not know the endpoint.
    pub fn of(&self, reference: (&RunHead, &Transcript), target: (&RunHead, &Transcript)) -> Vec<ComparableStep> {
        let scenario = self.scenarios.get(&target.1.key.scenario);
        let sides = played(reference).zip(played(target));
        let Some((scenario, (reference, target))) = scenario.zip(sides) else { return Vec::new() };
        shown(reference, target, scenario, &self.suite)
    }
}

fn played<'a>((head, transcript): (&'a RunHead, &'a Transcript)) -> Option<ScenarioRun<'a>> {
    let endpoint = head.endpoints.iter().find(|endpoint| endpoint.name == transcript.key.endpoint)?;
    Some(ScenarioRun { transcript, endpoint, run: &head.run, findings: &[] })
}
