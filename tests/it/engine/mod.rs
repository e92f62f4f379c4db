//! How scenarios run: blocked steps, waits, fixtures, the operator's hooks, skipped scenarios, the order of clean-up.

mod aftermath;
mod attempts;
mod billing;
mod eventual;
mod fixtures;
mod flow;
mod generated;
mod hooks;
mod inventory;
mod known;
mod pages;
mod planned;
mod quotas;
mod remembering;
mod selection;
mod self_comparison;
mod shards;
mod survivors;
mod waiting;

use crate::program::Finished;
use serde_json::Value;

/// The verdict on a scenario.
#[track_caller]
pub(crate) fn verdict(finished: &Finished, scenario: &str) -> String {
    let report = finished.report();
    let found = report["scenarios"].as_array().into_iter().flatten().find(|row| row["id"] == scenario);
    found.and_then(|row| row["verdict"].as_str()).unwrap_or_else(|| panic!("{report:#}\n{finished}")).to_owned()
}

/// The blocked steps, with the reasons.
fn blocked(finished: &Finished) -> Vec<(String, String)> {
    let text = |entry: &Value, member: &str| entry[member].as_str().unwrap_or_default().to_owned();
    finished.entries_of("blocked").iter().map(|entry| (text(entry, "step"), text(entry, "reason"))).collect()
}
