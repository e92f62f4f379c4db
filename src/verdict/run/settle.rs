//! Verdicts that depend on the whole run.

use std::collections::{BTreeSet, HashMap, HashSet};

use contract::tables;
use record::{StepName, Subject};
use serde_json::Value;

use crate::finding::{Finding, FindingClass, FindingDraft, FindingKind, FindingSite, Judgement, Verdict, fingerprint};
use crate::run::ruling::{NOTHING_RUN, mark_fixtures, rule_again};

/// By endpoint and fixture: verdict and reason.
type FixtureVerdicts = HashMap<(String, Subject), (Verdict, Option<String>)>;

/// Replaces failures that mean a missing action on some endpoints, where they do on this one. `missing` has endpoints and
/// actions.
pub(crate) fn settle_missing(judgements: &mut [Judgement], missing: &BTreeSet<(String, String)>) {
    judgements.iter_mut().for_each(|judgement| missing_in(judgement, missing));
}

/// Skips the generated checks of an action that an endpoint lacks, all but the first: as if the action had been known to be
/// missing before they were run. `action_of` returns the action of a scenario that is a generated check.
pub(crate) fn settle_checks<'a>(judgements: &mut [Judgement], action_of: impl Fn(&Subject) -> Option<&'a str>) {
    let unsupported = judgements.iter_mut().filter(|one| one.verdict == Verdict::Unsupported);
    let mut checks: Vec<(&str, &mut Judgement)> =
        unsupported.filter_map(|check| Some((action_of(&check.scenario)?, check))).collect();
    checks.sort_by(|(_, one), (_, other)| one.scenario.cmp(&other.scenario));
    let mut reported: BTreeSet<(String, &str)> = BTreeSet::new();
    for (action, check) in checks {
        if !reported.insert((check.endpoint.clone(), action)) {
            check.verdict = Verdict::Skipped;
            check.reason = Some(tables::no_action(action));
            check.findings.clear();
        }
    }
}

/// Marks each scenario with the fixtures that it uses, directly or through others, and that have findings.
pub(crate) fn settle_fixture_marks(judgements: &mut [Judgement], uses: impl Fn(&Subject) -> Vec<String>) {
    let deviating = fixtures(judgements, |judgement| judgement.findings.iter().any(Finding::is_deviation));
    if deviating.is_empty() {
        return;
    }
    for judgement in judgements.iter_mut().filter(|judgement| judgement.verdict.is_judged()) {
        let mut used = uses(&judgement.scenario);
        used.retain(|name| deviating.contains(&(judgement.endpoint.clone(), name.clone())));
        mark_fixtures(judgement, used);
    }
}

/// A fixture or scenario of which nothing was run because a fixture that it uses could not be created is blocked by it.
pub(crate) fn settle_blocked(judgements: &mut [Judgement], uses: impl Fn(&Subject) -> Vec<String>) {
    let failed = fixtures(judgements, |judgement| judgement.verdict.is_judged() && !judgement.verdict.works());
    let nothing_run =
        |one: &&mut Judgement| one.verdict == Verdict::Error && one.reason.as_deref() == Some(NOTHING_RUN);
    for judgement in judgements.iter_mut().filter(nothing_run) {
        let used = uses(&judgement.scenario);
        let by = used.into_iter().find(|name| failed.contains(&(judgement.endpoint.clone(), name.clone())));
        if let Some(fixture) = by {
            judgement.verdict = Verdict::Blocked;
            judgement.reason = Some(format!("the fixture {fixture} could not be created"));
        }
    }
}

/// Endpoint and name of the fixtures whose judgement is such a one.
fn fixtures(judgements: &[Judgement], is_it: impl Fn(&Judgement) -> bool) -> HashSet<(String, String)> {
    let fixture = |judgement: &Judgement| {
        judgement.scenario.fixture_name().map(|name| (judgement.endpoint.clone(), name.to_owned()))
    };
    judgements.iter().filter(|judgement| is_it(judgement)).filter_map(fixture).collect()
}

/// Gives scenarios the verdict of the fixture that could not be created, if that is unsupported or an error.
pub(crate) fn settle_fixtures(judgements: &mut [Judgement]) {
    let fixtures = judgements.iter().filter(|judgement| judgement.scenario.is_fixture());
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
    if reason.is_some() && matches!(judgement.verdict, Verdict::Works | Verdict::Broken) {
        judgement.verdict = Verdict::Unsupported;
        judgement.reason = reason;
    }
}

/// The step of a finding, for its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepSite {
    /// The scenario's id, or `fixtures/<name>`.
    pub(crate) owner: String,
    /// What the step does: `call DescribeVpcs`.
    pub(crate) action: String,
    /// How many steps before it do the same.
    pub(crate) nth: usize,
}

/// Replaces findings that an action does not exist where it succeeded elsewhere in the run: only this call fails. `present`
/// has endpoints and actions; `site_of` finds the step of that name in a scenario or fixture.
pub(crate) fn settle_present(
    judgements: &mut [Judgement],
    present: &BTreeSet<(String, String)>,
    site_of: impl Fn(&Subject, &StepName) -> StepSite,
) {
    for judgement in judgements {
        let endpoint = judgement.endpoint.clone();
        let exists = |finding: &Finding| {
            let action = finding.operation.as_ref().filter(|_| finding.kind.class() == FindingClass::Action);
            action.is_some_and(|name| present.contains(&(endpoint.clone(), name.clone()))) && !is_of_version(finding)
        };
        let mut changed = false;
        for finding in judgement.findings.iter_mut().filter(|finding| exists(finding)) {
            make_refused(finding, &site_of(&judgement.scenario, &finding.step));
            changed = true;
        }
        if changed && judgement.verdict == Verdict::Unsupported {
            judgement.verdict = Verdict::Broken;
            rule_again(judgement);
        }
    }
}

/// Whether an error is about the API version of the request: another version may well have the action.
fn is_of_version(finding: &Finding) -> bool {
    let text = |name: &str| finding.actual.as_ref().and_then(|actual| actual.get(name)).and_then(Value::as_str);
    tables::action_missing_in_version(text("Code").unwrap_or_default(), text("Message").unwrap_or_default())
}

/// Turns a finding that the action is missing into one that the call was rejected.
fn make_refused(finding: &mut Finding, site: &StepSite) {
    let operation = finding.operation.clone().unwrap_or_default();
    let actual = finding.actual.clone();
    let code = actual.as_ref().and_then(|actual| actual.get("Code")).and_then(Value::as_str).map(str::to_owned);
    let expects_error = finding.expected.as_ref().is_some_and(|expected| expected != "success");
    let draft = match &code {
        Some(code) if expects_error => {
            let message = format!("{operation} was rejected with {code}, as if the action did not exist; it does");
            FindingDraft::new(FindingKind::WrongErrorCode, message).at("Code").actual(code.as_str())
        }
        Some(code) => {
            let said = actual.as_ref().and_then(|actual| actual.get("Message")).and_then(Value::as_str);
            let message = format!("{operation} was rejected with {code}: {}", said.unwrap_or_default());
            FindingDraft { actual, ..FindingDraft::new(FindingKind::UnexpectedError, message) }
        }
        None => {
            let message = format!("{operation} failed like a missing action; other calls of it succeed");
            FindingDraft { actual, ..FindingDraft::new(FindingKind::ServerError, message) }
        }
    };
    let draft = FindingDraft { expected: finding.expected.clone(), ..draft };
    finding.actual = draft.actual.clone();
    rewrite(finding, draft, site);
}

/// Turns a finding into one that the action is missing.
fn make_unsupported(finding: &mut Finding) {
    let operation = finding.operation.as_deref().unwrap_or_default();
    let message = format!(
        "{operation} appears to be unsupported: every call failed like an unknown action ({})",
        finding.message
    );
    let draft = FindingDraft::new(FindingKind::ActionUnsupported, message);
    // That an action does not exist is the same finding in every step.
    rewrite(finding, draft, &StepSite { owner: String::new(), action: String::new(), nth: 0 });
}

/// Makes a finding one of another kind. What was expected and what came instead stay.
fn rewrite(finding: &mut Finding, draft: FindingDraft, step: &StepSite) {
    let StepSite { owner, action, nth } = step;
    let site = FindingSite { owner, action, nth: *nth, operation: finding.operation.as_deref() };
    finding.fingerprint = fingerprint(&draft, site);
    finding.severity = draft.severity();
    finding.kind = draft.kind;
    finding.path = draft.path;
    finding.message = draft.message;
}

fn settle_fixture(judgement: &mut Judgement, verdicts: &FixtureVerdicts) {
    let failed = judgement.findings.iter().find(|finding| finding.kind.is_of_fixture());
    let Some(failed) = failed.filter(|_| judgement.verdict == Verdict::Blocked) else { return };
    let key = (judgement.endpoint.clone(), Subject::fixture(&failed.path));
    if let Some((verdict @ (Verdict::Unsupported | Verdict::Error), reason)) = verdicts.get(&key) {
        judgement.verdict = *verdict;
        judgement.reason = reason.as_ref().map(|reason| format!("the fixture {}: {reason}", failed.path));
    }
}
