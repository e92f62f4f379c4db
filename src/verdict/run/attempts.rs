//! The attempts of a scenario, brought together: equal ones are one judgement, others are flaky.

use std::collections::{BTreeSet, HashMap};

use record::{Attempt, Subject};

use crate::finding::{AttemptResult, Disposition, Finding, Judgement, Verdict};
use crate::run::ruling::INTERRUPTED;

/// One judgement for each scenario and endpoint, at the place of its first attempt.
///
/// The last attempt counts. Where attempts came out differently, by their verdicts or by the fingerprints of their
/// deviations, the scenario is flaky: only what all attempts have in common counts against the endpoint.
pub(crate) fn settle_attempts(judgements: Vec<Judgement>) -> Vec<Judgement> {
    let mut places: HashMap<(String, Subject), usize> = HashMap::new();
    let mut scenarios: Vec<Vec<Judgement>> = Vec::new();
    for judgement in judgements {
        let key = (judgement.endpoint.clone(), judgement.scenario.clone());
        let place = *places.entry(key).or_insert_with(|| {
            scenarios.push(Vec::new());
            scenarios.len() - 1
        });
        scenarios[place].push(judgement);
    }
    scenarios.into_iter().filter_map(together).collect()
}

/// The judgement of a scenario; none without an attempt.
fn together(mut attempts: Vec<Judgement>) -> Option<Judgement> {
    attempts.sort_by_key(|one| one.attempt);
    // An attempt that the end of the run cut off says nothing, if there was another one.
    let is_whole = |one: &Judgement| one.verdict != Verdict::NotRun && one.reason.as_deref() != Some(INTERRUPTED);
    if attempts.iter().any(is_whole) {
        attempts.retain(is_whole);
    }
    let last = attempts.pop()?;
    if attempts.is_empty() {
        return Some(last);
    }
    Some(merged(attempts, last))
}

/// The judgement of a scenario with several attempts, of which `last` counts.
fn merged(earlier: Vec<Judgement>, last: Judgement) -> Judgement {
    let all = || earlier.iter().chain([&last]);
    let sets: Vec<BTreeSet<&str>> = all().map(fingerprints).collect();
    let differs = |fingerprint: &str| !sets.iter().all(|set| set.contains(fingerprint));
    let is_flaky = all().any(|one| one.verdict != last.verdict) || sets.iter().flatten().any(|one| differs(one));
    let results: Vec<AttemptResult> = all()
        .map(|one| AttemptResult {
            attempt: one.attempt,
            verdict: one.verdict,
            reason: one.reason.clone(),
            at_ms: one.at_ms,
            elapsed_ms: one.elapsed_ms,
            differing: fingerprints(one).into_iter().filter(|one| differs(one)).map(str::to_owned).collect(),
        })
        .collect();
    let seen_in = |fingerprint: &str| sets.iter().filter(|set| set.contains(fingerprint)).count();
    let mut marks: HashMap<String, Disposition> = HashMap::new();
    for fingerprint in sets.iter().flatten().filter(|one| differs(one)) {
        marks.insert((*fingerprint).to_owned(), flaky_mark(seen_in(fingerprint), results.len()));
    }
    let (mut leftovers, mut calls) = (Vec::new(), 0);
    for one in all() {
        leftovers.extend(one.leftovers.iter().cloned());
        calls += one.calls;
    }
    let throttled = all().map(|one| one.throttled).sum();
    let mut findings = last.findings;
    // What only earlier attempts have is shown, too.
    for finding in earlier.into_iter().flat_map(|one| one.findings) {
        if marks.contains_key(&finding.fingerprint)
            && !findings.iter().any(|one| one.fingerprint == finding.fingerprint)
        {
            findings.push(finding);
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.is_deviation()) {
        if let Some(mark) = marks.remove(&finding.fingerprint) {
            marks.insert(finding.fingerprint.clone(), mark.clone());
            finding.disposition = mark;
        }
    }
    let (verdict, reason) = match is_flaky {
        true => (Verdict::Flaky, Some(in_words(&results))),
        false => (last.verdict, last.reason),
    };
    Judgement { verdict, reason, findings, leftovers, calls, throttled, attempts: results, ..last }
}

/// The fingerprints of its deviations.
fn fingerprints(judgement: &Judgement) -> BTreeSet<&str> {
    let deviations = judgement.findings.iter().filter(|finding| finding.is_deviation());
    deviations.map(|finding| finding.fingerprint.as_str()).collect()
}

/// The disposition of a finding that not all attempts have: `flaky: in 1 of 3 attempts`.
pub(crate) fn flaky_mark(seen: usize, attempts: usize) -> Disposition {
    Disposition::Informational { reason: format!("flaky: in {seen} of {attempts} attempts") }
}

/// `attempt 1: broken (why); attempt 2: works`.
fn in_words(results: &[AttemptResult]) -> String {
    let one = |result: &AttemptResult| match &result.reason {
        Some(reason) if !result.verdict.works() => format!("attempt {}: {} ({reason})", result.attempt, result.verdict),
        _ => format!("attempt {}: {}", result.attempt, result.verdict),
    };
    results.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// In which attempts of which scenarios a finding in a fixture was seen; empty in a run in which each has one attempt.
#[derive(Debug, Default)]
pub(crate) struct SeenIn(HashMap<Subject, BTreeSet<Attempt>>);

impl SeenIn {
    pub(crate) fn add(&mut self, scenario: &Subject, attempt: Attempt) {
        self.0.entry(scenario.clone()).or_default().insert(attempt);
    }

    /// Marks the finding if there is no scenario of which every attempt has it. `attempts`: how many a scenario has.
    pub(crate) fn mark(&self, finding: &mut Finding, attempts: impl Fn(&Subject) -> usize) -> bool {
        let is_stable = self.0.is_empty() || self.0.iter().any(|(scenario, seen)| seen.len() >= attempts(scenario));
        if is_stable || !finding.is_deviation() {
            return false;
        }
        let seen = self.0.values().map(BTreeSet::len).sum();
        finding.disposition = flaky_mark(seen, self.0.keys().map(attempts).sum());
        true
    }
}
