//! What the account has after a run that it did not have before.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the account has after clean-up, compared with what it had before the run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Inventory {
    /// The kinds of resources that were listed before and after the run, sorted.
    pub listed: Vec<String>,
    /// The kinds that the run may have created and that could not be listed, each with the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_listed: BTreeMap<String, String>,
    /// Creating calls without a readable response of which nothing new was found: they created nothing.
    pub refuted: u32,
    /// Resources that appeared during the run and are not the run's.
    pub of_others: u32,
    /// Default security groups, default network ACLs and main route tables of VPCs that the run created and deleted, which are
    /// still described: AWS deletes them with the VPC.
    #[serde(default, skip_serializing_if = "is_none")]
    pub remains: u32,
    /// Shards of the run that did not come to their end: nobody listed what they left.
    #[serde(default, skip_serializing_if = "is_none")]
    pub shards_not_listed: u32,
}

fn is_none(number: &u32) -> bool {
    *number == 0
}

impl Inventory {
    /// Adds what the same check of another shard of the run found.
    pub fn add(&mut self, other: &Inventory) {
        self.listed.extend(other.listed.iter().cloned());
        self.not_listed.extend(other.not_listed.iter().map(|(kind, reason)| (kind.clone(), reason.clone())));
        self.listed.retain(|kind| !self.not_listed.contains_key(kind));
        self.listed.sort();
        self.listed.dedup();
        self.refuted = self.refuted.saturating_add(other.refuted);
        self.of_others = self.of_others.max(other.of_others);
        self.remains = self.remains.saturating_add(other.remains);
        self.shards_not_listed = self.shards_not_listed.max(other.shards_not_listed);
    }
}
