//! Verdicts that depend on the whole run.

use std::collections::{BTreeSet, HashMap};

use record::Subject;

use crate::finding::{Draft, Finding, FindingKind, FindingSite, Judgement, Verdict, fingerprint};

/// By endpoint and fixture (`fixtures/<name>`): verdict and reason.
type FixtureVerdicts = HashMap<(String, String), (Verdict, Option<String>)>;

/// Replaces failures that mean a missing action on some endpoints, where they do on this one. `missing` has endpoints and
/// actions.
pub(crate) fn settle_missing(judgements: &mut [Judgement], missing: &BTreeSet<(String, String)>) {
    judgements.iter_mut().for_each(|judgement| missing_in(judgement, missing));
}

/// Skips the generated checks of an action that an endpoint lacks, all but the first: as if the action had been known to be
/// missing before they were run. `action_of` returns the action of a scenario that is a generated check.
pub(crate) fn settle_checks<'a>(judgements: &mut [Judgement], action_of: impl Fn(&str) -> Option<&'a str>) {
    let unsupported = judgements.iter_mut().filter(|one| one.verdict == Verdict::Unsupported);
    let mut checks: Vec<(&str, &mut Judgement)> =
        unsupported.filter_map(|check| Some((action_of(&check.scenario)?, check))).collect();
    checks.sort_by(|(_, one), (_, other)| one.scenario.cmp(&other.scenario));
    let mut reported: BTreeSet<(String, &str)> = BTreeSet::new();
    for (action, check) in checks {
        if !reported.insert((check.endpoint.clone(), action)) {
            check.verdict = Verdict::Skipped;
            check.reason = Some(format!("the endpoint has no {action}"));
            check.findings.clear();
        }
    }
}

/// Gives scenarios the verdict of the fixture that could not be created, if that is unsupported or an error.
pub(crate) fn settle_fixtures(judgements: &mut [Judgement]) {
    let fixtures = judgements.iter().filter(|judgement| Subject::fixture_in(&judgement.scenario).is_some());
    let verdicts =
        fixtures.map(|one| ((one.endpoint.clone(), one.scenario.clone()), (one.verdict, one.reason.clone())));
    let verdicts: FixtureVerdicts = verdicts.collect();
    judgements.iter_mut().for_each(|judgement| settle_fixture(judgement, &verdicts));
}

fn missing_in(judgement: &mut Judgement, missing: &BTreeSet<(String, String)>) {
    let endpoint = &judgement.endpoint;
    let is_missing = |finding: &Finding| {
        let operation = finding.operation.as_ref().filter(|_| finding.kind.may_mean_missing());
        operation.is_some_and(|name| missing.contains(&(endpoint.clone(), name.clone())))
    };
    let mut reason = None;
    for finding in judgement.findings.iter_mut().filter(|finding| is_missing(finding)) {
        make_unsupported(finding);
        reason.get_or_insert_with(|| finding.message.clone());
    }
    if reason.is_some() && judgement.verdict == Verdict::Deviates {
        judgement.verdict = Verdict::Unsupported;
        judgement.reason = reason;
    }
}

/// Turns a finding into one that the action is missing.
fn make_unsupported(finding: &mut Finding) {
    let operation = finding.operation.as_deref().unwrap_or_default();
    let message = format!(
        "{operation} appears to be unsupported: every call failed like an unknown action ({})",
        finding.message
    );
    let draft = Draft::new(FindingKind::ActionUnsupported, message);
    let site = FindingSite { owner: "", action: "", nth: 0, operation: finding.operation.as_deref() };
    finding.fingerprint = fingerprint(&draft, site);
    finding.severity = draft.severity();
    finding.kind = draft.kind;
    finding.message = draft.message;
    finding.path = draft.path;
}

fn settle_fixture(judgement: &mut Judgement, verdicts: &FixtureVerdicts) {
    let failed = judgement.findings.iter().find(|finding| finding.kind == FindingKind::FixtureFailed);
    let Some(failed) = failed.filter(|_| judgement.verdict == Verdict::Deviates) else { return };
    let key = (judgement.endpoint.clone(), Subject::fixture(&failed.path).to_string());
    if let Some((verdict @ (Verdict::Unsupported | Verdict::Error), reason)) = verdicts.get(&key) {
        judgement.verdict = *verdict;
        judgement.reason = reason.as_ref().map(|reason| format!("the fixture {}: {reason}", failed.path));
    }
}
