//! What a suite asks.

use std::collections::{BTreeMap, BTreeSet};

use scenario::{Action, Step, Suite};

use crate::coverage::parameters::parameters;
use crate::coverage::suite_steps::{of_suite, operation};

/// What a suite asks, by action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The actions that the suite asks, by name. What raw requests ask by a variable is not in it.
    pub actions: BTreeMap<String, ActionCoverage>,
}

/// What a suite asks of one action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionCoverage {
    /// The areas that ask it; fixtures ask for those that use them.
    pub areas: BTreeSet<String>,
    /// The scenarios and fixtures that ask it.
    pub scenarios: BTreeSet<String>,
    /// The parameters that it is asked with, and in how many steps.
    pub parameters: BTreeMap<String, usize>,
    /// The errors that it has to be refused with (alternatives with `or`), and in how many steps.
    pub errors: BTreeMap<String, usize>,
}

impl Coverage {
    /// What a suite asks.
    pub fn of(suite: &Suite) -> Self {
        let mut coverage = Coverage::default();
        for owner in of_suite(suite) {
            let id = owner.id();
            for step in owner.steps {
                let Some(name) = operation(step).filter(|name| !name.contains("${")) else {
                    continue;
                };
                let action = coverage.actions.entry(name.to_owned()).or_default();
                action.scenarios.insert(id.clone());
                if !owner.is_fixture {
                    action.areas.extend(id.split('/').next().map(str::to_owned));
                }
                for parameter in asked_with(step) {
                    *action.parameters.entry(parameter).or_default() += 1;
                }
                if let Some(due) = error_due(step) {
                    *action.errors.entry(due).or_default() += 1;
                }
            }
        }
        coverage
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

fn asked_with(step: &Step) -> Vec<String> {
    match &step.action {
        Action::Call(call) => parameters(call.parameters.value()),
        Action::Wait(wait) => parameters(wait.parameters.value()),
        Action::Raw(_) | Action::Operator(_) => Vec::new(),
    }
}

/// The error that a step must end in: its codes, `any error` where any will do.
pub(crate) fn error_due(step: &Step) -> Option<String> {
    let polled = step.until.as_ref().and_then(|until| until.error.as_ref());
    let codes = step.error.as_ref().map(|error| &error.codes).or(polled)?;
    Some(if codes.is_empty() { "any error".to_owned() } else { codes.join(" or ") })
}
