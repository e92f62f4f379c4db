//! What can be said of a run only when all of it was seen.

use std::collections::{BTreeSet, HashMap};

use crate::finding::{Draft, Finding, FindingKind, FindingSite, Judgement, Verdict, fingerprint};
use crate::run::judged::is_fixture;

/// Makes findings about answers that an action gives on some endpoints where it is missing what they are. `missing` has
/// endpoints and actions.
pub(crate) fn settle_missing(judgements: &mut [Judgement], missing: &BTreeSet<(String, String)>) {
    judgements.iter_mut().for_each(|judgement| missing_in(judgement, missing));
}

/// Of the generated checks of an action that an endpoint does not have the first says so; the others have nothing to say,
/// as where the runner knew it in time and did not ask them. `action_of` has the action of a scenario that is a check.
pub(crate) fn settle_checks<'a>(judgements: &mut [Judgement], action_of: impl Fn(&str) -> Option<&'a str>) {
    let unsupported = judgements.iter_mut().filter(|one| one.verdict == Verdict::Unsupported);
    let mut checks: Vec<(&str, &mut Judgement)> =
        unsupported.filter_map(|check| Some((action_of(&check.scenario)?, check))).collect();
    checks.sort_by(|(_, one), (_, other)| one.scenario.cmp(&other.scenario));
    let mut said: BTreeSet<(String, &str)> = BTreeSet::new();
    for (action, check) in checks {
        if !said.insert((check.endpoint.clone(), action)) {
            check.verdict = Verdict::Skipped;
            check.reason = Some(format!("the endpoint has no {action}"));
            check.findings.clear();
        }
    }
}

/// A scenario whose fixture could not be made, for want of an action or by no fault of the endpoint, has its verdict.
pub(crate) fn settle_fixtures(judgements: &mut [Judgement]) {
    let fixtures = judgements.iter().filter(|judgement| is_fixture(judgement));
    let made = fixtures.map(|one| ((one.endpoint.clone(), one.scenario.clone()), (one.verdict, one.reason.clone())));
    let made: HashMap<(String, String), (Verdict, Option<String>)> = made.collect();
    judgements.iter_mut().for_each(|judgement| settle_fixture(judgement, &made));
}

fn missing_in(judgement: &mut Judgement, missing: &BTreeSet<(String, String)>) {
    let endpoint = &judgement.endpoint;
    let is_missing = |finding: &Finding| {
        let unanswered = matches!(
            finding.kind,
            FindingKind::ServerError | FindingKind::AnswerHtml | FindingKind::AnswerNotXml | FindingKind::AnswerEmpty
        );
        let operation = finding.operation.as_ref().filter(|_| unanswered);
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

/// Makes a finding one that says that the action is missing.
fn make_unsupported(finding: &mut Finding) {
    let operation = finding.operation.as_deref().unwrap_or_default();
    let message = format!("{operation} does not exist there, as all its answers let suspect ({})", finding.message);
    let draft = Draft::new(FindingKind::ActionUnsupported, message);
    let place = FindingSite { owner: "", action: "", nth: 0, operation: finding.operation.as_deref() };
    finding.fingerprint = fingerprint(&draft, place);
    finding.kind = draft.kind;
    finding.message = draft.message;
    finding.path = draft.path;
}

fn settle_fixture(judgement: &mut Judgement, made: &HashMap<(String, String), (Verdict, Option<String>)>) {
    let failed = judgement.findings.iter().find(|finding| finding.kind == FindingKind::FixtureFailed);
    let Some(failed) = failed.filter(|_| judgement.verdict == Verdict::Deviates) else { return };
    let key = (judgement.endpoint.clone(), format!("fixtures/{}", failed.path));
    if let Some((verdict @ (Verdict::Unsupported | Verdict::Error), reason)) = made.get(&key) {
        judgement.verdict = *verdict;
        judgement.reason = reason.as_ref().map(|reason| format!("the fixture {}: {reason}", failed.path));
    }
}
