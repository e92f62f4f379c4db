//! What a run would call, create and need, told before it runs and without a network.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use contract::{Contract, tables};
use endpoint::Profile;
use scenario::{Action, FixtureScope, Scenario, Step, Suite};
use serde::Serialize;
use serde_json::Value;

use crate::cleanup::rounds;
use crate::needs::{fixtures, missing};
use crate::play;

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
    /// How long one may be there, in seconds: the longest time limit of a scenario that creates one, and of clean-up.
    pub longest_s: u64,
    /// How long all of them together may be there, in seconds.
    pub total_s: u64,
    /// How many of them are a fixture of the whole run's, and there until it ends; they are in no time above.
    pub until_the_end: usize,
}

/// How often an action creates something, and for how long.
#[derive(Debug, Default)]
struct Created {
    count: usize,
    longest: Duration,
    total: Duration,
    until_the_end: usize,
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
        let contract = Contract::for_version(&profile.api_version);
        let mut plan = Plan { endpoint: profile.name.clone(), ..Plan::default() };
        let mut created: BTreeMap<String, Created> = BTreeMap::new();
        let mut once: BTreeSet<String> = BTreeSet::new();
        for scenario in selected {
            if let Some(reason) = missing(profile, contract, suite, scenario) {
                plan.skipped.push(PlannedSkip { scenario: scenario.id.to_string(), reason });
                continue;
            }
            plan.scenarios += 1;
            let lives = (play::limit(scenario) + rounds::DEADLINE).mul_f64(profile.wait_factor);
            for fixture in &fixtures(suite, scenario) {
                plan.facts.extend(fixture.requires.iter().map(|requirement| requirement.fact.clone()));
                if fixture.scope == FixtureScope::Scenario {
                    fixture.steps.iter().for_each(|step| plan.add(step, &mut created, Some(lives)));
                } else if once.insert(fixture.name.clone()) {
                    fixture.steps.iter().for_each(|step| plan.add(step, &mut created, None));
                }
            }
            plan.facts.extend(scenario.requires.iter().map(|requirement| requirement.fact.clone()));
            scenario.steps.iter().for_each(|step| plan.add(step, &mut created, Some(lives)));
        }
        plan.creations = created
            .into_iter()
            .filter_map(|(operation, created)| {
                let lifecycle = tables::lifecycle(&operation)?;
                Some(PlannedCreation {
                    kind: lifecycle.kind.clone(),
                    operation,
                    deleted_by: lifecycle.delete.clone(),
                    count: created.count,
                    longest_s: created.longest.as_secs(),
                    total_s: created.total.as_secs(),
                    until_the_end: created.until_the_end,
                })
            })
            .collect();
        plan
    }

    /// Adds a step. What it creates lives so long; `None`: until the run ends.
    fn add(&mut self, step: &Step, created: &mut BTreeMap<String, Created>, lives: Option<Duration>) {
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
            created.entry(operation.clone()).or_default().one_more(lives);
        }
        *self.calls.entry(operation).or_default() += 1;
    }
}

impl Created {
    fn one_more(&mut self, lives: Option<Duration>) {
        self.count += 1;
        match lives {
            Some(lives) => {
                self.longest = self.longest.max(lives);
                self.total += lives;
            }
            None => self.until_the_end += 1,
        }
    }
}

impl PlannedCreation {
    /// For how long, in words.
    fn lives(&self) -> String {
        let hours = |seconds: u64| format!("{}.{} h", seconds / 3600, seconds % 3600 / 360);
        let limited =
            format!("each for at most {} min, all together {}", self.longest_s.div_ceil(60), hours(self.total_s));
        match self.until_the_end {
            0 => limited,
            all if all == self.count => "until the run ends".to_owned(),
            some => format!("{limited}; {some} of them until the run ends"),
        }
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
            writeln!(
                f,
                "\nCreated, and deleted again by clean-up, commonly after seconds; by the time limits at the latest:"
            )?;
        }
        for creation in &self.creations {
            let PlannedCreation { kind, operation, deleted_by, count, .. } = creation;
            writeln!(f, "  {count:>5} x {kind} ({operation}, deleted by {deleted_by}), {}", creation.lives())?;
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
