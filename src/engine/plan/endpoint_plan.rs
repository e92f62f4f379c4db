//! What a run would do on one endpoint.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract::Contract;
use contract::tables::BILLABLE;
use endpoint::Profile;
use record::{Shard, Subject};
use scenario::{Action, Scenario, Suite};
use serde::Serialize;

use crate::exclusions::excluded_by;
use crate::plan::actions::{Actions, CallReason, PlannedActions};
use crate::plan::at_once::{AtOnce, Billable, PlannedQuota};
use crate::plan::creations::{Creations, PlannedCreation};
use crate::plan::parts::{Part, parts};
use crate::plan::time::{Clock, PlannedTime};
use crate::quota::Budget;
use crate::requirements::unmet_requirement;
use crate::rounds::NOT_BESIDE_SHARDS;
use crate::shares::divided;

/// What a run would do on one endpoint.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// The endpoint's name in `endpoints.yaml`.
    pub endpoint: String,
    /// The region that requests are signed for.
    pub region: String,
    /// Whether the endpoint is Amazon's own service, where some of it has a price.
    pub is_aws: bool,
    /// Which of several shards it is; absent for all of the selection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shard: Option<PlannedShard>,
    /// The number of scenarios that would run.
    pub scenarios: usize,
    /// How often each of them would run (`--repeat`).
    pub repeat: u32,
    /// Actions, and the number of steps that call each, and of lists of the account before and after the run; polling, and
    /// reading page by page, call more often.
    pub calls: BTreeMap<String, usize>,
    /// Requests per second at most; absent: as many as the endpoint responds to.
    pub requests_per_second: Option<f64>,
    /// Every action that may be called, and why.
    pub actions: BTreeMap<String, BTreeSet<CallReason>>,
    /// Permissions that calls need besides those of their own actions (`iam:PassRole`), and the actions that need them.
    pub also_needed: BTreeMap<String, BTreeSet<String>>,
    /// The resources that would be created.
    pub creations: Vec<PlannedCreation>,
    /// How much of each quota of the profile would be taken at once.
    pub quotas: Vec<PlannedQuota>,
    /// The resources at once that have a price on Amazon's own service: what `--allow-billable` is about.
    pub billable: Billable,
    /// How long the run takes.
    pub time: PlannedTime,
    /// The clients that would run, and how often: what they call is not known before.
    pub clients: BTreeMap<String, usize>,
    /// The operator's hooks that would run, and how often.
    pub hooks: BTreeMap<String, usize>,
    /// Facts of the profile that scenarios require.
    pub facts: BTreeSet<String>,
    /// The scenarios that would be skipped.
    pub skipped: Vec<PlannedSkip>,
    /// The scenarios that the profile excludes.
    pub excluded: Vec<PlannedSkip>,
}

/// One of several shards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedShard {
    /// Its number, and how many shards there are.
    #[serde(flatten)]
    pub shard: Shard,
    /// The digest of all that the split depends on.
    pub split: String,
    /// How long the scenarios of each shard take one after the other, in milliseconds, as runs have shown.
    pub expected_ms: Vec<u64>,
}

/// A scenario that would be skipped, or is excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedSkip {
    /// The id of the scenario, with its case.
    pub scenario: Subject,
    /// The requirement that is not met, the quota that it passes alone, or the reason that the profile states.
    pub reason: String,
}

impl Plan {
    /// Plans the scenarios of one of several shards, with its share of the profile's quotas.
    pub fn of_shard(
        suite: &Suite,
        selected: &[Arc<Scenario>],
        profile: &Profile,
        repeat: u32,
        shard: PlannedShard,
    ) -> Self {
        let is_alone = |scenario: &&Arc<Scenario>| shard.shard.of > 1 && scenario.stands_alone();
        let together: Vec<_> = selected.iter().filter(|scenario| !is_alone(scenario)).cloned().collect();
        let mut plan = Plan::new(suite, &together, &divided(profile, shard.shard), repeat);
        let alone = selected.iter().filter(is_alone).map(|scenario| scenario.id.clone());
        plan.skipped.extend(alone.map(|scenario| PlannedSkip { scenario, reason: NOT_BESIDE_SHARDS.to_owned() }));
        plan.shard = Some(shard);
        plan
    }

    /// Plans the selected scenarios for an endpoint, each `repeat` times. Retries, which nobody can foresee, are not planned.
    pub fn new(suite: &Suite, selected: &[Arc<Scenario>], profile: &Profile, repeat: u32) -> Self {
        let contract = Contract::for_version(&profile.api_version);
        let mut plan = Plan {
            endpoint: profile.name.clone(),
            region: profile.region.clone(),
            is_aws: profile.is_aws(),
            requests_per_second: profile.rate_limit.requests_per_second,
            repeat,
            ..Plan::default()
        };
        let (mut actions, mut creations) = (Actions::new(profile, contract), Creations::new(profile, contract));
        let (mut at_once, mut clock) = (AtOnce::new(profile), Clock::new(profile));
        let mut of_run: BTreeSet<String> = BTreeSet::new();
        // One that passes the ceiling of what has a price is named by `billable`, and keeps the run from beginning.
        let mut limited = profile.clone();
        limited.quotas.remove(BILLABLE);
        let budget = Budget::new(&limited, &BTreeMap::new(), None);
        for scenario in selected {
            if let Some(reason) = excluded_by(profile, scenario) {
                let scenario = scenario.id.clone();
                plan.excluded.push(PlannedSkip { scenario, reason: reason.to_owned() });
                continue;
            }
            if let Some(reason) = unmet_requirement(profile, contract, suite, scenario) {
                plan.skipped.push(PlannedSkip { scenario: scenario.id.clone(), reason });
                continue;
            }
            if let Some(reason) = budget.exceeded_by(&budget.claim(profile, suite, scenario)) {
                plan.skipped.push(PlannedSkip { scenario: scenario.id.clone(), reason });
                continue;
            }
            plan.scenarios += 1;
            plan.facts.extend(scenario.requires.iter().map(|requirement| requirement.fact.clone()));
            let all = parts(suite, scenario);
            let new: Vec<&Part<'_>> =
                all.iter().filter(|part| part.of_run.is_none_or(|name| of_run.insert(name.to_owned()))).collect();
            for part in &new {
                plan.facts.extend(part.requires.iter().map(|requirement| requirement.fact.clone()));
                let times = if part.of_run.is_none() { repeat } else { 1 };
                part.calls().for_each(|call| actions.add(&call, times));
                part.calls().for_each(|call| creations.add(&call, part.of_run.is_none().then_some(scenario), times));
                for step in part.steps() {
                    match &step.action {
                        Action::Operator(hook) => *plan.hooks.entry(hook.name.clone()).or_default() += times as usize,
                        Action::Client(client) => {
                            *plan.clients.entry(client.name().to_owned()).or_default() += times as usize;
                        }
                        Action::Call(_) | Action::Wait(_) | Action::Raw(_) | Action::Together(_) => {}
                    }
                }
            }
            at_once.add(suite, scenario);
            clock.add(scenario, &new, repeat);
        }
        plan.creations = creations.finish(&at_once);
        plan.quotas = at_once.quotas();
        plan.billable = at_once.billable();
        let PlannedActions { calls, actions, also_needed } = actions.finish();
        plan.time = clock.finish(calls.values().sum());
        (plan.calls, plan.actions, plan.also_needed) = (calls, actions, also_needed);
        plan
    }
}
