//! What scenarios create at once, held within the quotas of the endpoint's profile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract::tables::{self, BILLABLE};
use endpoint::Profile;
use parking_lot::Mutex;
use record::Shard;
use scenario::{Scenario, Suite};
use serde_json::Value;
use tokio::sync::Notify;

use crate::claim::{Amounts, QuotaClaim, add_to};
use crate::cleanup::Creation;

/// The quotas of one endpoint.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    limits: Amounts,
    held: Mutex<Held>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Held {
    amounts: Amounts,
    /// The fixtures of the run that are in them.
    fixtures: BTreeSet<String>,
    /// The number of scenarios that hold something.
    holds: usize,
}

/// What a scenario holds; it is free when this is dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    budget: Arc<Budget>,
    own: Amounts,
}

impl Budget {
    /// The quotas of the profile, less what exists (kind of resource -> number); of one of several shards, its share.
    pub(crate) fn new(profile: &Profile, existing: &BTreeMap<String, usize>, shard: Option<Shard>) -> Self {
        let mut limits = Amounts::new();
        for quota in tables::quotas() {
            let Some(limit) = profile.quotas.get(&quota.name) else { continue };
            let existing = quota.kind.as_ref().and_then(|kind| existing.get(kind)).copied().unwrap_or_default();
            let existing = u64::try_from(existing).unwrap_or(u64::MAX);
            let room = limit.saturating_sub(existing);
            limits.insert(quota.name.as_str(), shard.map_or(room, |shard| shard.share(room)));
        }
        Budget { limits, ..Budget::default() }
    }

    /// Keeps for the rest of the run what an earlier part of it left, of the quotas for which nothing is listed.
    pub(crate) fn keep_left(&self, left: &[Creation]) {
        let mut held = self.held.lock();
        for creation in left {
            let mut taken = self.taken_by(creation);
            taken.retain(|name, _| tables::quota(name).is_some_and(|quota| quota.kind.is_none()));
            add_to(&mut held.amounts, &taken);
        }
    }

    /// What a scenario takes of the quotas that are limited.
    pub(crate) fn claim(&self, profile: &Profile, suite: &Suite, scenario: &Scenario) -> QuotaClaim {
        if self.limits.is_empty() {
            return QuotaClaim::default();
        }
        QuotaClaim::of(profile, suite, scenario, &|operation, request, volumes| self.taken(operation, request, volumes))
    }

    /// What is left of a creating call takes of the quotas that are limited.
    pub(crate) fn taken_by(&self, creation: &Creation) -> Amounts {
        // What was created is known: a snapshot of each volume has an id of its own.
        let volumes = u64::try_from(creation.created_ids().len()).unwrap_or(u64::MAX);
        let mut taken = self.taken(&creation.lifecycle.create, &creation.request, volumes);
        let (left, all) = (creation.ids.len(), creation.created_ids().len());
        if let (false, Ok(left), Ok(all)) = (creation.uncertain, u64::try_from(left), u64::try_from(all.max(1))) {
            taken.values_mut().for_each(|amount| *amount = amount.saturating_mul(left).div_ceil(all));
        }
        taken
    }

    /// What a creating call takes of the quotas that are limited. `volumes`: those of an instance that it may be about.
    fn taken(&self, operation: &str, request: &Value, volumes: u64) -> Amounts {
        let limited = tables::quotas().iter().filter(|quota| self.limits.contains_key(quota.name.as_str()));
        let taken = limited.map(|quota| (quota.name.as_str(), quota.taken(operation, request, volumes)));
        taken.filter(|(_, amount)| *amount > 0).collect()
    }

    /// Why a scenario can never run: it creates more at once than there may be.
    pub(crate) fn exceeded_by(&self, claim: &QuotaClaim) -> Option<String> {
        let (name, needed, limit) = self.excess(&claim.whole())?;
        Some(match name {
            BILLABLE => format!("it creates {needed} resources that have a price at once, and {limit} are allowed"),
            _ => format!("it creates {needed} of `quotas.{name}` at once, and the account has room for {limit}"),
        })
    }

    /// Whether it must run before other fixtures of the run exist: beside these there is no room for it. `all`: what all
    /// scenarios take.
    pub(crate) fn comes_first(&self, claim: &QuotaClaim, all: &QuotaClaim) -> bool {
        let of_fixtures = all.of_fixtures.iter().chain(&claim.of_fixtures);
        let of_fixtures = of_fixtures.map(|(name, amounts)| (name.clone(), amounts.clone())).collect();
        self.excess(&QuotaClaim { own: claim.own.clone(), of_fixtures }.whole()).is_some()
    }

    /// The first quota of which there is less than these amounts: its name, the amount, the limit.
    fn excess(&self, amounts: &Amounts) -> Option<(&'static str, u64, u64)> {
        amounts.iter().find_map(|(name, needed)| {
            let limit = *self.limits.get(name)?;
            (*needed > limit).then_some((*name, *needed, limit))
        })
    }

    /// Takes what is claimed, if all of it is free.
    pub(crate) fn admit(self: &Arc<Self>, claim: &QuotaClaim) -> Option<Hold> {
        let mut held = self.held.lock();
        let new = claim.of_fixtures.iter().filter(|(name, _)| !held.fixtures.contains(*name));
        let mut after = held.amounts.clone();
        add_to(&mut after, &claim.own);
        new.for_each(|(_, amounts)| add_to(&mut after, amounts));
        if self.excess(&after).is_some() {
            return None;
        }
        held.amounts = after;
        held.fixtures.extend(claim.of_fixtures.keys().cloned());
        held.holds += 1;
        Some(Hold { budget: self.clone(), own: claim.own.clone() })
    }

    /// Whether nothing will be freed before the run ends.
    pub(crate) fn is_idle(&self) -> bool {
        self.held.lock().holds == 0
    }

    /// Waits until something was freed.
    pub(crate) async fn freed(&self) {
        self.freed.notified().await;
    }
}

impl Hold {
    /// Keeps for the rest of the run what something takes that the scenario left.
    pub(crate) fn keep(&mut self, left: &Amounts) {
        let mut held = self.budget.held.lock();
        for (name, amount) in left {
            let own = self.own.entry(name).or_default();
            let claimed = (*own).min(*amount);
            *own -= claimed;
            // More than was expected: a call succeeded that was to be refused.
            *held.amounts.entry(name).or_default() += amount - claimed;
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut held = self.budget.held.lock();
        for (name, amount) in &self.own {
            held.amounts.entry(name).and_modify(|held| *held = held.saturating_sub(*amount));
        }
        held.holds -= 1;
        drop(held);
        // One waits at most, and finds it even if it was not waiting yet.
        self.budget.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(limit: u64) -> Arc<Budget> {
        Arc::new(Budget { limits: [("vpcs", limit)].into(), ..Budget::default() })
    }

    fn claim(own: u64, fixture: u64) -> QuotaClaim {
        let of_fixtures = (fixture > 0).then(|| ("shared".to_owned(), [("vpcs", fixture)].into()));
        QuotaClaim { own: [("vpcs", own)].into(), of_fixtures: of_fixtures.into_iter().collect() }
    }

    #[test]
    fn what_is_held_never_passes_the_limit_and_fixtures_of_the_run_count_once() {
        let budget = budget(3);
        let first = budget.admit(&claim(1, 1));
        let second = budget.admit(&claim(1, 1));
        assert!(first.is_some() && second.is_some());
        assert!(budget.admit(&claim(1, 1)).is_none(), "1 + 1 + 1 of the fixture");
        drop(first);
        assert!(budget.admit(&claim(1, 0)).is_some());
        drop(second);
        assert!(budget.admit(&claim(3, 0)).is_none(), "the fixture stays");
        assert!(budget.admit(&claim(2, 0)).is_some());
    }

    #[test]
    fn what_a_scenario_leaves_stays_taken() {
        let budget = budget(3);
        let mut hold = budget.admit(&claim(2, 0)).unwrap();
        hold.keep(&[("vpcs", 1)].into());
        drop(hold);
        assert!(budget.admit(&claim(3, 0)).is_none() && budget.admit(&claim(2, 0)).is_some());
        let mut hold = budget.admit(&claim(0, 0)).unwrap();
        hold.keep(&[("vpcs", 1)].into());
        drop(hold);
        assert!(budget.admit(&claim(2, 0)).is_none() && budget.admit(&claim(1, 0)).is_some(), "more than was claimed");
    }

    #[test]
    fn what_never_fits_is_told_apart_from_what_must_come_first() {
        let budget = budget(3);
        let (alone, with_fixture) = (claim(3, 0), claim(1, 1));
        let mut all = alone.clone();
        all.join(with_fixture.clone());
        assert!(budget.comes_first(&alone, &all) && !budget.comes_first(&with_fixture, &all));
        assert!(budget.exceeded_by(&alone).is_none());
        assert!(budget.exceeded_by(&claim(4, 0)).is_some_and(|reason| reason.contains("room for 3")));
        assert!(budget.exceeded_by(&claim(3, 1)).is_some());
    }
    #[test]
    fn what_an_earlier_part_of_the_run_left_is_held_unless_it_is_listed() {
        let budget = Arc::new(Budget { limits: [(BILLABLE, 2), ("volumes", 2)].into(), ..Budget::default() });
        let key = serde_json::from_value(serde_json::json!({"endpoint": "it", "scenario": "volumes/one"})).unwrap();
        let row = tables::lifecycle("CreateVolume").unwrap();
        budget.keep_left(&[Creation::new(1, key, row, serde_json::json!({"Size": 1}))]);
        let claim = |name: &'static str| QuotaClaim { own: [(name, 2)].into(), ..QuotaClaim::default() };
        assert!(budget.admit(&claim(BILLABLE)).is_none());
        assert!(budget.admit(&claim("volumes")).is_some(), "it is subtracted with all that the account has");
    }
}
