//! What a suite calls.

use std::collections::{BTreeMap, BTreeSet};

use contract::Contract;
use record::Subject;
use scenario::{Action, Step, Suite};

use crate::coverage::filters::documented_filters;
use crate::coverage::parameters::parameters;
use crate::coverage::suite_steps::of_suite;

/// The calls of a suite, by action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The actions that the suite calls, by name; without raw requests whose action is a variable.
    pub actions: BTreeMap<String, ActionCoverage>,
}

/// The calls of one action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionCoverage {
    /// The areas with scenarios that call it; calls of fixtures are not counted.
    pub areas: BTreeSet<String>,
    /// The scenarios and fixtures that call it, except unproven ones.
    pub scenarios: BTreeSet<Subject>,
    /// The scenarios that call it and that no implementation has carried to their end yet.
    pub unproven: BTreeSet<Subject>,
    /// The number of steps by parameter.
    pub parameters: BTreeMap<String, usize>,
    /// The number of steps by expected error (alternatives with `or`).
    pub errors: BTreeMap<String, usize>,
    /// The filters that are sent, of those that AWS documents, by their documented names.
    pub filters: BTreeSet<&'static str>,
}

impl Coverage {
    /// Counts the calls of a suite.
    pub fn of(suite: &Suite) -> Self {
        let mut coverage = Coverage::default();
        for owner in of_suite(suite) {
            let id = &owner.id;
            for step in owner.steps {
                let Some(name) = step.action.operation(Contract::embedded()).filter(|name| !name.contains("${")) else {
                    continue;
                };
                let action = coverage.actions.entry(name.to_owned()).or_default();
                let scenarios = if owner.is_unproven { &mut action.unproven } else { &mut action.scenarios };
                scenarios.insert(id.clone());
                if id.is_scenario() {
                    action.areas.insert(id.area().to_owned());
                }
                for parameter in parameters_of(step) {
                    *action.parameters.entry(parameter).or_default() += 1;
                }
                action.filters.extend(documented_filters(step, name, owner.variables));
                if let Some(error) = expected_error(step) {
                    *action.errors.entry(error).or_default() += 1;
                }
            }
        }
        coverage
    }

    /// The scenarios that no implementation has carried to their end yet.
    pub fn unproven(&self) -> BTreeSet<&Subject> {
        self.actions.values().flat_map(|action| &action.unproven).collect()
    }

    /// The number of actions that a scenario calls which is not unproven.
    pub fn proven_actions(&self) -> usize {
        self.actions.values().filter(|action| !action.scenarios.is_empty()).count()
    }

    /// The actions by area, both sorted.
    pub fn by_area(&self) -> BTreeMap<&str, BTreeMap<&str, &ActionCoverage>> {
        let mut areas: BTreeMap<&str, BTreeMap<&str, &ActionCoverage>> = BTreeMap::new();
        for (name, action) in &self.actions {
            for area in &action.areas {
                areas.entry(area).or_default().insert(name, action);
            }
        }
        areas
    }
}

fn parameters_of(step: &Step) -> Vec<String> {
    match &step.action {
        Action::Call(call) => parameters(call.parameters.value()),
        Action::Wait(wait) => parameters(wait.parameters.value()),
        Action::Raw(_) | Action::Operator(_) | Action::Together(_) | Action::Client(_) => Vec::new(),
    }
}

/// The error that a step expects: its codes with `or`, or `any error`.
pub(crate) fn expected_error(step: &Step) -> Option<String> {
    let polled = step.until.as_ref().and_then(|until| until.error.as_ref());
    let codes = step.error.as_ref().map(|error| &error.codes).or(polled)?;
    Some(if codes.is_empty() { "any error".to_owned() } else { codes.join(" or ") })
}
