//! What a run would call, create and require, determined without a network.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use contract::{Contract, tables};
use endpoint::Profile;
use scenario::{Action, FixtureScope, Scenario, Step, Suite};
use serde::Serialize;

use crate::aftermath::listing_operations;
use crate::cleanup;
use crate::requirements::{fixtures, unmet_requirement};
use crate::scenario_run;

/// What a run would do on one endpoint.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// The endpoint's name.
    pub endpoint: String,
    /// The number of scenarios that would run.
    pub scenarios: usize,
    /// Actions, and the number of steps that call each, and of lists of the account before and after the run; polling, and
    /// reading page by page, call more often.
    pub calls: BTreeMap<String, usize>,
    /// The resources that would be created.
    pub creations: Vec<PlannedCreation>,
    /// The clients that would run, and how often: what they call is not known before.
    pub clients: BTreeMap<String, usize>,
    /// The operator's hooks that would run, and how often.
    pub hooks: BTreeMap<String, usize>,
    /// Facts of the profile that scenarios require.
    pub facts: BTreeSet<String>,
    /// The scenarios that would be skipped.
    pub skipped: Vec<PlannedSkip>,
}

/// Resources of one kind that would be created by one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedCreation {
    /// The kind of resource.
    pub kind: String,
    /// The creating action.
    pub operation: String,
    /// The deleting action of clean-up.
    pub deleted_by: String,
    /// The number of resources.
    pub count: usize,
    /// How long one may exist, in seconds: the longest timeout of a scenario that creates one, and of its clean-up.
    pub longest_s: u64,
    /// The sum of the times that they may exist, in seconds.
    pub total_s: u64,
    /// How many of them belong to a fixture of the run and exist until it ends; not part of the times above.
    pub until_the_end: usize,
}

/// The resources that one action creates.
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
    /// The requirement that is not met.
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
            if let Some(reason) = unmet_requirement(profile, contract, suite, scenario) {
                plan.skipped.push(PlannedSkip { scenario: scenario.id.to_string(), reason });
                continue;
            }
            plan.scenarios += 1;
            let lifetime = (scenario_run::timeout(scenario) + cleanup::TIMEOUT).mul_f64(profile.wait_factor);
            for fixture in &fixtures(suite, scenario) {
                plan.facts.extend(fixture.requires.iter().map(|requirement| requirement.fact.clone()));
                if fixture.scope == FixtureScope::Scenario {
                    fixture.steps.iter().for_each(|step| plan.add(step, &mut created, Some(lifetime)));
                } else if once.insert(fixture.name.clone()) {
                    fixture.steps.iter().for_each(|step| plan.add(step, &mut created, None));
                }
            }
            plan.facts.extend(scenario.requires.iter().map(|requirement| requirement.fact.clone()));
            scenario.steps.iter().for_each(|step| plan.add(step, &mut created, Some(lifetime)));
        }
        let after = created.keys().map(String::as_str).filter(|_| profile.run_checks.aftermath);
        for operation in listing_operations(after, contract) {
            *plan.calls.entry(operation.to_owned()).or_default() += 2;
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

    /// Adds a step. What it creates exists for `lifetime` at most; `None`: until the run ends.
    fn add(&mut self, step: &Step, created: &mut BTreeMap<String, Created>, lifetime: Option<Duration>) {
        if let Action::Operator(hook) = &step.action {
            *self.hooks.entry(hook.name.clone()).or_default() += 1;
            return;
        }
        if let Action::Client(client) = &step.action {
            *self.clients.entry(client.name().to_owned()).or_default() += 1;
            return;
        }
        let operation = step.action.operation(Contract::embedded());
        let operation = operation.map_or_else(|| step.action.in_words(), str::to_owned);
        if !step.expects_error() && tables::lifecycle(&operation).is_some() {
            created.entry(operation.clone()).or_default().add(lifetime);
        }
        *self.calls.entry(operation).or_default() += 1;
    }
}

impl Created {
    fn add(&mut self, lifetime: Option<Duration>) {
        self.count += 1;
        match lifetime {
            Some(lifetime) => {
                self.longest = self.longest.max(lifetime);
                self.total += lifetime;
            }
            None => self.until_the_end += 1,
        }
    }
}

impl PlannedCreation {
    /// How long they exist.
    fn lifetime(&self) -> String {
        let hours = |seconds: u64| format!("{}.{} h", seconds / 3600, seconds % 3600 / 360);
        let limited = format!("each for at most {} min, {} in total", self.longest_s.div_ceil(60), hours(self.total_s));
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
            "On {}: {} scenarios would run, {} would be skipped.",
            self.endpoint,
            self.scenarios,
            self.skipped.len()
        )?;
        let total: usize = self.calls.values().sum();
        writeln!(f, "\nCalls ({total}; waits, polling and pages call more often):")?;
        for (operation, count) in &self.calls {
            writeln!(f, "  {count:>5} x {operation}")?;
        }
        if !self.creations.is_empty() {
            writeln!(f, "\nCreated, and deleted by clean-up, usually within seconds:")?;
        }
        for creation in &self.creations {
            let PlannedCreation { kind, operation, deleted_by, count, .. } = creation;
            writeln!(f, "  {count:>5} x {kind} ({operation}, deleted by {deleted_by}), {}", creation.lifetime())?;
        }
        if !self.clients.is_empty() {
            writeln!(f, "\nClients, whose calls are not known before:")?;
        }
        for (client, count) in &self.clients {
            writeln!(f, "  {count:>5} x {client}")?;
        }
        if !self.hooks.is_empty() {
            writeln!(f, "\nThe operator's hooks:")?;
        }
        for (hook, count) in &self.hooks {
            writeln!(f, "  {count:>5} x {hook}")?;
        }
        if !self.facts.is_empty() {
            let facts: Vec<&str> = self.facts.iter().map(String::as_str).collect();
            writeln!(f, "\nRequired facts of the profile: {}", facts.join(", "))?;
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
