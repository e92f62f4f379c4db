//! How a run is split among shards: a pure function of suite, selection, number of shards and durations.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::durations::Durations;
use crate::model::{Scenario, Suite};

/// What is hashed first: another way to split has another digest.
const METHOD: &str = "longest first, cases together, 1";
/// The bytes of the digest that count.
const DIGEST: usize = 16;

/// A split among shards.
#[derive(Debug, Clone)]
pub struct Split {
    /// The scenarios of each shard, in the order of the selection.
    pub shards: Vec<Vec<Arc<Scenario>>>,
    /// How long the scenarios of each take one after the other, in milliseconds.
    pub expected_ms: Vec<u64>,
    /// A digest of all that the split depends on, in hexadecimal digits.
    pub digest: String,
}

impl Suite {
    /// Splits selected scenarios among so many shards: the longest first, each to the shard that has least so far. The cases
    /// of a scenario, and the generated checks of an action, stay together.
    pub fn split(&self, selected: &[Arc<Scenario>], shards: u32, durations: &Durations) -> Split {
        let count = shards.max(1);
        let mut units: BTreeMap<&str, (u64, Vec<usize>)> = BTreeMap::new();
        let mut digest = Sha256::new();
        let mut note = |text: &str| {
            digest.update((text.len() as u64).to_le_bytes());
            digest.update(text);
        };
        [METHOD, &self.version, &count.to_string()].into_iter().for_each(&mut note);
        for (index, scenario) in selected.iter().enumerate() {
            // One that needs the account for itself does not run beside other shards.
            let is_skipped = count > 1 && scenario.stands_alone();
            let (id, duration) = (&scenario.id, if is_skipped { 0 } else { durations.of(scenario) });
            note(id.as_str());
            note(&duration.to_string());
            let (sum, members) = units.entry(id.without_case()).or_default();
            *sum += duration;
            members.push(index);
        }
        let mut units: Vec<(u64, Vec<usize>)> = units.into_values().collect();
        // Those that take the same stay in the order of their ids.
        units.sort_by_key(|(duration, _)| std::cmp::Reverse(*duration));
        let mut parts: Vec<(u64, Vec<usize>)> = vec![Default::default(); count as usize];
        for (duration, members) in units {
            let Some(least) = parts.iter_mut().min_by_key(|(sum, members)| (*sum, members.len())) else { break };
            least.0 += duration;
            least.1.extend(members);
        }
        let mut split = Split { shards: Vec::new(), expected_ms: Vec::new(), digest: hex(&digest.finalize()) };
        for (duration, mut members) in parts {
            members.sort_unstable();
            split.expected_ms.push(duration);
            split.shards.push(members.into_iter().map(|index| selected[index].clone()).collect());
        }
        split
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(DIGEST).map(|byte| format!("{byte:02x}")).collect()
}
