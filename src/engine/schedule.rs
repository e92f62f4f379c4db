//! Which scenarios run at once: as many as the profile allows, and no more than its quotas have room for.

use std::collections::HashMap;
use std::sync::Arc;

use record::{Attempt, Outcome};
use scenario::Scenario;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::claim::QuotaClaim;
use crate::fixture::Fixtures;
use crate::lane::Lane;
use crate::quota::{Budget, Hold};
use crate::scenario_run::{run_scenario, skip_scenario};

/// Scenarios that run one after the other, and what they take of the quotas.
#[derive(Clone)]
pub(crate) struct Chain {
    scenarios: Vec<Arc<Scenario>>,
    claim: QuotaClaim,
}

impl Chain {
    /// The same with the scenarios of this kind alone; none if it has none of them.
    pub(crate) fn only(&self, is_of_kind: impl Fn(&Arc<Scenario>) -> bool) -> Option<Chain> {
        let scenarios: Vec<_> = self.scenarios.iter().filter(|scenario| is_of_kind(scenario)).cloned().collect();
        (!scenarios.is_empty()).then(|| Chain { scenarios, claim: self.claim.clone() })
    }
}

/// The scenarios of one endpoint that run at once.
pub(crate) struct Schedule {
    fixtures: Arc<Fixtures>,
    budget: Arc<Budget>,
    permits: Arc<Semaphore>,
    /// Places for scenarios that only wait.
    aside: Arc<Semaphore>,
}

impl Schedule {
    pub(crate) fn new(fixtures: Arc<Fixtures>) -> Self {
        let target = &fixtures.context.target;
        let profile = target.endpoint.profile();
        let budget = Arc::new(Budget::new(profile, &target.listed_before.lock(), target.run.shard()));
        budget.keep_left(&fixtures.context.left_before);
        let permits = Arc::new(Semaphore::new(profile.rate_limit.scenarios.max(1)));
        let aside = Arc::new(Semaphore::new(profile.rate_limit.spare_scenarios));
        Schedule { fixtures, budget, permits, aside }
    }

    /// In chains: those first beside which there would be no room for fixtures of the run, then the others. What the account
    /// has no room for is skipped.
    pub(crate) async fn groups(&self, scenarios: Vec<Arc<Scenario>>) -> [Vec<Chain>; 2] {
        let chains = chains(self.that_fit(scenarios, Attempt::FIRST).await);
        let mut all = QuotaClaim::default();
        chains.iter().for_each(|chain| all.join(chain.claim.clone()));
        let (first, others): (Vec<_>, Vec<_>) =
            chains.into_iter().partition(|chain| self.budget.comes_first(&chain.claim, &all));
        [first, others]
    }

    /// Runs one attempt of each, and returns when all have ended.
    pub(crate) async fn at_once(&self, mut waiting: Vec<Chain>, attempt: Attempt) {
        let mut running = JoinSet::new();
        while !waiting.is_empty() {
            // The semaphore is never closed.
            let Ok(permit) = self.permits.clone().acquire_owned().await else { break };
            let Some((chain, mut hold)) = self.next(&mut waiting).await else { break };
            let (fixtures, budget) = (self.fixtures.clone(), self.budget.clone());
            let lane = Arc::new(Lane::new(permit, self.aside.clone()));
            running.spawn(async move {
                for scenario in chain.scenarios {
                    for left in run_scenario(fixtures.clone(), scenario, attempt, Some(lane.clone())).await {
                        hold.keep(&budget.taken_by(&left));
                    }
                }
                drop(hold);
            });
            while running.try_join_next().is_some() {}
        }
        while running.join_next().await.is_some() {}
        for scenario in waiting.into_iter().flat_map(|chain| chain.scenarios) {
            self.skip(&scenario, attempt).await;
        }
    }

    /// Runs one attempt of each, one after the other, once no others run.
    pub(crate) async fn alone(&self, scenarios: Vec<Arc<Scenario>>, attempt: Attempt) {
        for (scenario, mut claim) in self.that_fit(scenarios, attempt).await {
            // What it is about is that the quota is used up.
            claim.own.retain(|name, _| !scenario.exhausts.iter().any(|exhausted| exhausted == name));
            let Some(mut hold) = self.budget.admit(&claim) else {
                self.skip(&scenario, attempt).await;
                continue;
            };
            for left in run_scenario(self.fixtures.clone(), scenario, attempt, None).await {
                hold.keep(&self.budget.taken_by(&left));
            }
        }
    }

    async fn skip(&self, scenario: &Scenario, attempt: Attempt) {
        let taken = "the fixtures of the run and what other scenarios left";
        let reason = format!("`quotas` of the profile or --allow-billable leave no room for it next to {taken}");
        skip_scenario(&self.fixtures, scenario, attempt, Outcome::Skipped { reason }).await;
    }

    /// The first for which there is room; none if there will never be any.
    async fn next(&self, waiting: &mut Vec<Chain>) -> Option<(Chain, Hold)> {
        loop {
            let is_idle = self.budget.is_idle();
            let admitted =
                waiting.iter().enumerate().find_map(|(at, chain)| Some((at, self.budget.admit(&chain.claim)?)));
            if let Some((at, hold)) = admitted {
                return Some((waiting.remove(at), hold));
            }
            if is_idle {
                return None;
            }
            self.budget.freed().await;
        }
    }

    /// What each takes; skips those that create more at once than the account has room for.
    async fn that_fit(&self, scenarios: Vec<Arc<Scenario>>, attempt: Attempt) -> Vec<(Arc<Scenario>, QuotaClaim)> {
        let context = &self.fixtures.context;
        let mut fitting = Vec::new();
        for scenario in scenarios {
            let claim = self.budget.claim(context.target.endpoint.profile(), &context.suite, &scenario);
            match self.budget.exceeded_by(&claim) {
                Some(reason) => {
                    skip_scenario(&self.fixtures, &scenario, attempt, Outcome::Skipped { reason }).await;
                }
                None => fitting.push((scenario, claim)),
            }
        }
        fitting
    }
}

/// Each scenario by itself, but the generated checks of an action one after the other: when the endpoint rejects the
/// first because it does not have the action, the others are skipped, and in every run they are the same.
fn chains(scenarios: Vec<(Arc<Scenario>, QuotaClaim)>) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut by_action: HashMap<String, usize> = HashMap::new();
    for (scenario, claim) in scenarios {
        let index = match scenario.invalid_action() {
            Some(action) => *by_action.entry(action.to_owned()).or_insert(chains.len()),
            None => chains.len(),
        };
        match chains.get_mut(index) {
            Some(chain) => {
                chain.claim.join(claim);
                chain.scenarios.push(scenario);
            }
            None => chains.push(Chain { scenarios: vec![scenario], claim }),
        }
    }
    chains
}
