//! The resources that a run would create: how many, for how long, with what price.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::Contract;
use contract::tables::{self, PriceBasis};
use endpoint::Profile;
use scenario::Scenario;
use serde::Serialize;

use crate::call::tag_type;
use crate::cleanup;
use crate::plan::at_once::{AtOnce, resources};
use crate::plan::parts::PlannedCall;
use crate::scenario_run;

/// Resources of one kind that would be created by one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedCreation {
    /// The kind of resource.
    pub kind: String,
    /// The action that creates them: `CreateVpc`.
    pub operation: String,
    /// The deleting action of clean-up.
    pub deleted_by: String,
    /// The number of resources.
    pub count: u64,
    /// The number that may exist at the same time: of as many scenarios at once as the profile allows, within its quotas.
    pub at_once: u64,
    /// How long one may exist, in seconds: the longest timeout of a scenario that creates one, and of its clean-up.
    pub longest_s: u64,
    /// The sum of the times that they may exist, in seconds.
    pub total_s: u64,
    /// How many of them belong to a fixture of the run and exist until it ends; not part of the times above.
    pub until_the_end: u64,
    /// Whether they carry the run's tag from their creation on.
    pub is_tagged: bool,
    /// By what they have a price on Amazon's own service.
    pub price: PriceBasis,
    /// What decides about the price; absent where they have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_note: Option<String>,
    /// The page of AWS that has the price.
    pub price_source: String,
}

/// The resources that one action creates.
#[derive(Debug, Default)]
struct Created {
    count: u64,
    longest: Duration,
    total: Duration,
    until_the_end: u64,
}

/// Collects what steps create.
pub(super) struct Creations<'a> {
    profile: &'a Profile,
    contract: &'static Contract,
    by_action: BTreeMap<String, Created>,
}

impl<'a> Creations<'a> {
    pub(super) fn new(profile: &'a Profile, contract: &'static Contract) -> Self {
        Creations { profile, contract, by_action: BTreeMap::new() }
    }

    /// Adds what a step creates, if it must succeed, and runs so many times. `of`: the scenario with which it is deleted;
    /// `None`: it exists until the run ends.
    pub(super) fn add(&mut self, call: &PlannedCall<'_>, of: Option<&Scenario>, times: u32) {
        let count = resources(&call.operation, call.parameters) * u64::from(times);
        if call.expects_error || count == 0 {
            return;
        }
        let created = self.by_action.entry(call.operation.clone()).or_default();
        created.count += count;
        match of {
            Some(scenario) => {
                let lifetime = (scenario_run::timeout(scenario) + cleanup::TIMEOUT).mul_f64(self.profile.wait_factor);
                created.longest = created.longest.max(lifetime);
                created.total += lifetime.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX));
            }
            None => created.until_the_end += count,
        }
    }

    fn is_tagged(&self, operation: &str) -> bool {
        let operation = self.contract.operation(operation);
        operation.is_some_and(|operation| tag_type(self.profile, self.contract, operation).is_some())
    }

    pub(super) fn finish(mut self, at_once: &AtOnce<'_>) -> Vec<PlannedCreation> {
        let by_action = std::mem::take(&mut self.by_action);
        let planned = |(operation, created): (String, Created)| {
            let lifecycle = tables::lifecycle(&operation)?;
            let price = tables::price(&lifecycle.kind)?;
            Some(PlannedCreation {
                kind: lifecycle.kind.clone(),
                deleted_by: lifecycle.delete.clone(),
                count: created.count,
                at_once: at_once.of_action(lifecycle).min(created.count),
                longest_s: created.longest.as_secs(),
                total_s: created.total.as_secs(),
                until_the_end: created.until_the_end,
                is_tagged: self.is_tagged(&operation),
                price: price.price,
                price_note: price.note.clone(),
                price_source: price.source.clone(),
                operation,
            })
        };
        by_action.into_iter().filter_map(planned).collect()
    }
}
