//! What a run would call, create and need, told before it runs and without a network.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::needs::{fixtures, missing};
use crate::contract::{Contract, tables};
use crate::endpoint::Profile;
use crate::scenario::{Action, FixtureScope, Scenario, Step, Suite};

/// What a run would do on one endpoint.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// The endpoint's name.
    pub endpoint: String,
    /// The scenarios that would be played.
    pub scenarios: usize,
    /// Actions and how often their steps stand there; polling asks more often.
    pub calls: BTreeMap<String, usize>,
    /// What would be created.
    pub creations: Vec<PlannedCreation>,
    /// The operator's hooks that would be run, and how often.
    pub hooks: BTreeMap<String, usize>,
    /// Facts of the profile that are used.
    pub facts: BTreeSet<String>,
    /// The scenarios that would be skipped, and why.
    pub skipped: Vec<PlannedSkip>,
}

/// Something that would be created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedCreation {
    /// The kind of resource.
    pub kind: String,
    /// The creating action.
    pub operation: String,
    /// The deleting action of clean-up.
    pub deleted_by: String,
    /// How often.
    pub count: usize,
}

/// A scenario that would be skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedSkip {
    /// The scenario's id.
    pub scenario: String,
    /// What is missing.
    pub reason: String,
}

impl Plan {
    /// Plans the selected scenarios for an endpoint.
    pub fn new(suite: &Suite, selected: &[Arc<Scenario>], profile: &Profile) -> Self {
        let contract = Contract::of_version(&profile.api_version).unwrap_or_else(Contract::embedded);
        let mut plan = Plan { endpoint: profile.name.clone(), ..Plan::default() };
        let mut created: BTreeMap<String, usize> = BTreeMap::new();
        let mut once: BTreeSet<String> = BTreeSet::new();
        for scenario in selected {
            if let Some(reason) = missing(profile, contract, suite, scenario) {
                plan.skipped.push(PlannedSkip { scenario: scenario.id.to_string(), reason });
                continue;
            }
            plan.scenarios += 1;
            for fixture in &fixtures(suite, scenario) {
                plan.facts.extend(fixture.requires.iter().map(|requirement| requirement.fact.clone()));
                if fixture.scope == FixtureScope::Scenario || once.insert(fixture.name.clone()) {
                    fixture.steps.iter().for_each(|step| plan.add(step, &mut created));
                }
            }
            plan.facts.extend(scenario.requires.iter().map(|requirement| requirement.fact.clone()));
            scenario.steps.iter().for_each(|step| plan.add(step, &mut created));
        }
        plan.creations = created
            .into_iter()
            .filter_map(|(operation, count)| {
                let lifecycle = tables::lifecycle(&operation)?;
                let (kind, deleted_by) = (lifecycle.kind.clone(), lifecycle.delete.clone());
                Some(PlannedCreation { kind, operation, deleted_by, count })
            })
            .collect();
        plan
    }

    fn add(&mut self, step: &Step, created: &mut BTreeMap<String, usize>) {
        let operation = match &step.action {
            Action::Call(call) => call.operation.clone(),
            Action::Wait(wait) => {
                let operation = Contract::embedded().waiter(&wait.waiter);
                operation.map_or_else(|| wait.waiter.clone(), |waiter| waiter.operation.clone())
            }
            Action::Raw(raw) => match raw.parameters.value().get("Action").and_then(Value::as_str) {
                Some(action) => action.to_owned(),
                None => step.action.in_words(),
            },
            Action::Operator(hook) => {
                *self.hooks.entry(hook.name.clone()).or_default() += 1;
                return;
            }
        };
        if !step.expects_error() && tables::lifecycle(&operation).is_some() {
            *created.entry(operation.clone()).or_default() += 1;
        }
        *self.calls.entry(operation).or_default() += 1;
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "On {}: {} scenarios would be played, {} skipped.",
            self.endpoint,
            self.scenarios,
            self.skipped.len()
        )?;
        let total: usize = self.calls.values().sum();
        writeln!(f, "\nCalls ({total}, waits and polling ask more often):")?;
        for (operation, count) in &self.calls {
            writeln!(f, "  {count:>5} x {operation}")?;
        }
        if !self.creations.is_empty() {
            writeln!(f, "\nCreated, and deleted again by clean-up:")?;
        }
        for PlannedCreation { kind, operation, deleted_by, count } in &self.creations {
            writeln!(f, "  {count:>5} x {kind} ({operation}, deleted by {deleted_by})")?;
        }
        if !self.hooks.is_empty() {
            writeln!(f, "\nThe operator's hooks:")?;
        }
        for (hook, count) in &self.hooks {
            writeln!(f, "  {count:>5} x {hook}")?;
        }
        if !self.facts.is_empty() {
            let facts: Vec<&str> = self.facts.iter().map(String::as_str).collect();
            writeln!(f, "\nFacts of the profile it rests on: {}", facts.join(", "))?;
        }
        if !self.skipped.is_empty() {
            writeln!(f, "\nSkipped:")?;
        }
        for PlannedSkip { scenario, reason } in &self.skipped {
            writeln!(f, "  {scenario}: {reason}")?;
        }
        Ok(())
    }
}
