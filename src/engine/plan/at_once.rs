//! How much of everything may exist at the same time.

use contract::tables::{self, BILLABLE, Lifecycle};
use endpoint::Profile;
use record::Subject;
use scenario::{Scenario, Suite};
use serde::Serialize;
use serde_json::Value;

use crate::claim::{Amounts, QuotaClaim};

/// How much of a quota of the profile would be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedQuota {
    /// Its key in the profile.
    pub name: String,
    /// What it limits, for people.
    pub units: String,
    /// The limit in the profile.
    pub limit: u64,
    /// What would be taken at most: the schedule passes no limit.
    pub at_once: u64,
    /// The most that one scenario takes by itself, its fixtures included.
    pub of_one: u64,
}

/// The resources at once that have a price on Amazon's own service, an instance counted with its volumes and address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Billable {
    /// What the scenario takes that takes most, its fixtures included: the least that `--allow-billable` must allow.
    pub least: u64,
    /// That scenario; absent if nothing has a price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Subject>,
    /// The scenarios that alone need more than is allowed, if that is stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub too_large: Vec<Subject>,
    /// What would exist at once at most, with as many scenarios at once as the profile allows.
    pub at_once: u64,
}

/// Collects what scenarios take.
pub(super) struct AtOnce<'a> {
    profile: &'a Profile,
    /// Each scenario, what it takes of quotas, and what it creates by each action.
    scenarios: Vec<(Subject, QuotaClaim, QuotaClaim)>,
    /// How many of them run alone.
    alone: Vec<bool>,
}

impl<'a> AtOnce<'a> {
    pub(super) fn new(profile: &'a Profile) -> Self {
        AtOnce { profile, scenarios: Vec::new(), alone: Vec::new() }
    }

    pub(super) fn add(&mut self, suite: &Suite, scenario: &Scenario) {
        let of_quotas = QuotaClaim::of(self.profile, suite, scenario, &|operation, request, volumes| {
            let taken =
                tables::quotas().iter().map(|quota| (quota.name.as_str(), quota.taken(operation, request, volumes)));
            taken.filter(|(_, amount)| *amount > 0).collect()
        });
        let of_actions = QuotaClaim::of(self.profile, suite, scenario, &|operation, request, _| {
            let row = tables::lifecycle(operation);
            row.map(|row| (row.create.as_str(), resources(operation, request))).into_iter().collect()
        });
        self.scenarios.push((scenario.id.clone(), of_quotas, of_actions));
        self.alone.push(scenario.stands_alone());
    }

    /// The resources of an action.
    pub(super) fn of_action(&self, lifecycle: &'static Lifecycle) -> u64 {
        let most = self.most(&lifecycle.create, |(_, _, of_actions)| of_actions);
        let limits = tables::quotas().iter().filter(|quota| quota.kind.as_ref() == Some(&lifecycle.kind));
        limits.filter_map(|quota| self.profile.quotas.get(&quota.name)).fold(most, |most, limit| most.min(*limit))
    }

    pub(super) fn quotas(&self) -> Vec<PlannedQuota> {
        let planned = tables::quotas().iter().filter_map(|quota| {
            let limit = *self.profile.quotas.get(&quota.name)?;
            Some(PlannedQuota {
                name: quota.name.clone(),
                units: quota.units.clone(),
                limit,
                at_once: self.most(&quota.name, |(_, of_quotas, _)| of_quotas).min(limit),
                of_one: self.largest(&quota.name).map_or(0, |(_, amount)| amount),
            })
        });
        planned.collect()
    }

    pub(super) fn billable(&self) -> Billable {
        let largest = self.largest(BILLABLE).filter(|(_, amount)| *amount > 0);
        let at_once = self.most(BILLABLE, |(_, of_quotas, _)| of_quotas);
        let limit = self.profile.quotas.get(BILLABLE).copied();
        let needs = |(id, claim, _): &(Subject, QuotaClaim, QuotaClaim)| (id.clone(), amount(&claim.whole(), BILLABLE));
        let too_large = self.scenarios.iter().map(needs);
        let too_large = too_large.filter(|(_, amount)| limit.is_some_and(|limit| *amount > limit));
        Billable {
            least: largest.as_ref().map_or(0, |(_, amount)| *amount),
            scenario: largest.map(|(scenario, _)| scenario),
            too_large: too_large.map(|(id, _)| id).collect(),
            at_once: limit.map_or(at_once, |limit| at_once.min(limit)),
        }
    }

    /// The scenario that takes most, and how much.
    fn largest(&self, name: &str) -> Option<(Subject, u64)> {
        let needs = self.scenarios.iter().map(|(id, claim, _)| (id, amount(&claim.whole(), name)));
        // The first of those that take the same.
        needs.rev().max_by_key(|(_, amount)| *amount).map(|(id, amount)| (id.clone(), amount))
    }

    /// What the scenarios that run at once, and all fixtures of the run, take at most.
    fn most(&self, name: &str, claim_of: impl Fn(&(Subject, QuotaClaim, QuotaClaim)) -> &QuotaClaim) -> u64 {
        let claims = || self.scenarios.iter().map(&claim_of);
        let mut whole = QuotaClaim::default();
        claims().for_each(|claim| whole.of_fixtures.extend(claim.of_fixtures.clone()));
        let of_fixtures = amount(&whole.whole(), name);
        let own = |is_alone: bool| {
            let own = claims().zip(&self.alone).filter(move |(_, alone)| **alone == is_alone);
            let mut own: Vec<u64> = own.map(|(claim, _)| amount(&claim.own, name)).collect();
            own.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
            own
        };
        let limits = &self.profile.rate_limit;
        let together: u64 = own(false).into_iter().take(limits.scenarios + limits.spare_scenarios).sum();
        let alone = own(true).into_iter().next().unwrap_or_default();
        of_fixtures + together.max(alone)
    }
}

fn amount(amounts: &Amounts, name: &str) -> u64 {
    amounts.get(name).copied().unwrap_or_default()
}

/// The number of resources that a successful call creates.
pub(super) fn resources(operation: &str, request: &Value) -> u64 {
    if tables::lifecycle(operation).is_none() {
        return 0;
    }
    tables::quota("instances").map_or(0, |quota| quota.taken(operation, request, 1)).max(1)
}
