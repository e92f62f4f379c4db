//! A run that was merged from shards: what each of them did of the run as a whole is one judgement.

use std::collections::HashMap;

use record::{Attempt, Subject};

use crate::finding::{Judgement, Verdict};
use crate::run::ruling::rule_again;

/// One judgement for each fixture of the run, at the place of the first: each shard creates it once.
pub(crate) fn join_fixtures(judgements: Vec<Judgement>) -> Vec<Judgement> {
    let mut places: HashMap<(String, Subject, Attempt), usize> = HashMap::new();
    let mut joined: Vec<Judgement> = Vec::with_capacity(judgements.len());
    for judgement in judgements {
        if !judgement.scenario.is_fixture() {
            joined.push(judgement);
            continue;
        }
        let key = (judgement.endpoint.clone(), judgement.scenario.clone(), judgement.attempt);
        match places.get(&key) {
            Some(&place) => add(&mut joined[place], judgement),
            None => {
                places.insert(key, joined.len());
                joined.push(judgement);
            }
        }
    }
    joined
}

/// Adds what another shard found: what both found counts once. One that says nothing leaves the verdict as it is.
fn add(whole: &mut Judgement, other: Judgement) {
    let says_nothing = |verdict: Verdict| matches!(verdict, Verdict::NotRun | Verdict::Identical);
    if says_nothing(whole.verdict) && !says_nothing(other.verdict) {
        (whole.verdict, whole.reason) = (other.verdict, other.reason);
    }
    for finding in other.findings {
        if !whole.findings.iter().any(|known| known.fingerprint == finding.fingerprint) {
            whole.findings.push(finding);
        }
    }
    for blocked in other.blocked {
        if !whole.blocked.contains(&blocked) {
            whole.blocked.push(blocked);
        }
    }
    whole.findings.sort_by_key(|finding| finding.kind.rank());
    whole.leftovers.extend(other.leftovers);
    whole.at_ms = whole.at_ms.min(other.at_ms);
    whole.elapsed_ms = whole.elapsed_ms.max(other.elapsed_ms);
    whole.calls = whole.calls.saturating_add(other.calls);
    whole.throttled = whole.throttled.saturating_add(other.throttled);
    whole.compared = whole.compared.take().or(other.compared);
    rule_again(whole);
}
