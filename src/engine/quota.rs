//! What scenarios create at once, held within the quotas of the endpoint's profile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contract::tables;
use endpoint::Profile;
use parking_lot::Mutex;
use scenario::{Action, Fixture, FixtureScope, Given, Scenario, Step, Suite, Template};
use serde_json::Value;
use tokio::sync::Notify;

/// Quota -> how much of it.
type Amounts = BTreeMap<&'static str, u64>;

/// What a scenario takes of the quotas.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claim {
    /// Until it ends.
    own: Amounts,
    /// Of the fixtures of the run that it uses, each until the run ends.
    of_fixtures: BTreeMap<String, Amounts>,
}

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
    /// The quotas of the profile, less what exists: kind of resource -> number.
    pub(crate) fn new(profile: &Profile, existing: &BTreeMap<String, usize>) -> Self {
        let mut limits = Amounts::new();
        for quota in tables::quotas() {
            let Some(limit) = profile.quotas.get(&quota.name) else { continue };
            let existing = quota.kind.as_ref().and_then(|kind| existing.get(kind)).copied().unwrap_or_default();
            let existing = u64::try_from(existing).unwrap_or(u64::MAX);
            limits.insert(quota.name.as_str(), limit.saturating_sub(existing));
        }
        Budget { limits, ..Budget::default() }
    }

    /// What a scenario takes.
    pub(crate) fn claim(&self, profile: &Profile, suite: &Suite, scenario: &Scenario) -> Claim {
        let mut claim = Claim::default();
        if self.limits.is_empty() {
            return claim;
        }
        self.add(&mut claim.own, profile, &scenario.steps);
        // A fixture of the scenario's own is created as often as it is given.
        let mut given: Vec<&Given> = scenario.given.iter().collect();
        while let Some(Given { fixture, .. }) = given.pop() {
            let Some(fixture) = suite.fixtures.get(fixture) else { continue };
            match fixture.scope {
                FixtureScope::Scenario => {
                    self.add(&mut claim.own, profile, &fixture.steps);
                    given.extend(&fixture.given);
                }
                FixtureScope::Run => self.add_of_run(&mut claim.of_fixtures, profile, suite, fixture),
            }
        }
        claim
    }

    /// Adds a fixture of the run, with those of its own that it builds on.
    fn add_of_run(
        &self,
        of_fixtures: &mut BTreeMap<String, Amounts>,
        profile: &Profile,
        suite: &Suite,
        fixture: &Arc<Fixture>,
    ) {
        if of_fixtures.contains_key(&fixture.name) {
            return;
        }
        let mut amounts = Amounts::new();
        let mut open = vec![fixture];
        while let Some(one) = open.pop() {
            self.add(&mut amounts, profile, &one.steps);
            let below = one.given.iter().filter_map(|given| suite.fixtures.get(&given.fixture));
            let (own, of_run): (Vec<_>, Vec<_>) = below.partition(|below| below.scope == FixtureScope::Scenario);
            open.extend(own);
            of_run.into_iter().for_each(|below| self.add_of_run(of_fixtures, profile, suite, below));
        }
        of_fixtures.insert(fixture.name.clone(), amounts);
    }

    fn add(&self, amounts: &mut Amounts, profile: &Profile, steps: &[Step]) {
        for step in steps.iter().filter(|step| !step.expects_error()) {
            let Action::Call(call) = &step.action else { continue };
            let request = with_facts(&call.parameters, profile);
            for quota in tables::quotas().iter().filter(|quota| self.limits.contains_key(quota.name.as_str())) {
                let taken = quota.taken(&call.operation, &request);
                if taken > 0 {
                    *amounts.entry(quota.name.as_str()).or_default() += taken;
                }
            }
        }
    }

    /// Why a scenario can never run: it creates more at once than there may be.
    pub(crate) fn exceeded_by(&self, claim: &Claim) -> Option<String> {
        let (name, needed, limit) = self.excess(&claim.whole())?;
        Some(format!("it creates {needed} of `quotas.{name}` at once, and the account has room for {limit}"))
    }

    /// Whether it must run before other fixtures of the run exist: beside these there is no room for it. `all`: what all
    /// scenarios take.
    pub(crate) fn comes_first(&self, claim: &Claim, all: &Claim) -> bool {
        let of_fixtures = all.of_fixtures.iter().chain(&claim.of_fixtures);
        let of_fixtures = of_fixtures.map(|(name, amounts)| (name.clone(), amounts.clone())).collect();
        self.excess(&Claim { own: claim.own.clone(), of_fixtures }.whole()).is_some()
    }

    /// The first quota of which there is less than these amounts: its name, the amount, the limit.
    fn excess(&self, amounts: &Amounts) -> Option<(&'static str, u64, u64)> {
        amounts.iter().find_map(|(name, needed)| {
            let limit = *self.limits.get(name)?;
            (*needed > limit).then_some((*name, *needed, limit))
        })
    }

    /// Takes what is claimed, if all of it is free.
    pub(crate) fn admit(self: &Arc<Self>, claim: &Claim) -> Option<Hold> {
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

impl Claim {
    fn whole(&self) -> Amounts {
        let mut whole = self.own.clone();
        self.of_fixtures.values().for_each(|amounts| add_to(&mut whole, amounts));
        whole
    }

    /// What one of several takes that run one after the other.
    pub(crate) fn join(&mut self, other: Claim) {
        for (name, amount) in other.own {
            let most = self.own.entry(name).or_default();
            *most = amount.max(*most);
        }
        self.of_fixtures.extend(other.of_fixtures);
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

fn add_to(amounts: &mut Amounts, more: &Amounts) {
    for (name, amount) in more {
        *amounts.entry(name).or_default() += amount;
    }
}

/// The parameters, with the facts of the profile in place of texts that are nothing else.
fn with_facts(parameters: &Template, profile: &Profile) -> Value {
    let mut request = parameters.value().clone();
    for value in request.as_object_mut().into_iter().flat_map(|object| object.values_mut()) {
        let name = value.as_str().and_then(|text| text.strip_prefix("${facts.")?.strip_suffix('}'));
        if let Some(fact) = name.and_then(|name| profile.facts.get(name)) {
            *value = fact.clone();
        }
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(limit: u64) -> Arc<Budget> {
        Arc::new(Budget { limits: [("vpcs", limit)].into(), ..Budget::default() })
    }

    fn claim(own: u64, fixture: u64) -> Claim {
        let of_fixtures = (fixture > 0).then(|| ("shared".to_owned(), [("vpcs", fixture)].into()));
        Claim { own: [("vpcs", own)].into(), of_fixtures: of_fixtures.into_iter().collect() }
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
}
