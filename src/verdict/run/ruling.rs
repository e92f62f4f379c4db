//! From findings to a verdict.

use record::{CleanUpOutcome, CleanedUp, Outcome, StepName, Transcript};

use crate::finding::{Finding, FindingClass, FindingKind, Judgement, Verdict};

/// The verdict on a scenario, and why, if it is not conformant. `error`: why it cannot be judged.
pub(crate) fn rule(
    transcript: &Transcript,
    findings: &[Finding],
    error: Option<&str>,
    blocked: &[(String, String)],
) -> (Verdict, Option<String>) {
    let errored = |reason: String| (Verdict::Error, Some(reason));
    match &transcript.ended {
        None => return errored("the recorded run ends before the scenario does".into()),
        Some((_, Outcome::Skipped { reason })) => return (Verdict::Skipped, Some(reason.clone())),
        Some((_, Outcome::Interrupted)) if !is_begun(transcript) => {
            return (Verdict::NotRun, Some("the run was interrupted before it".into()));
        }
        Some((_, Outcome::Interrupted)) => return errored("interrupted".into()),
        Some((_, Outcome::Error { reason })) => return errored(reason.clone()),
        Some((_, Outcome::Completed | Outcome::TimedOut { .. })) => {}
    }
    if let Some(error) = error {
        return errored(error.to_owned());
    }
    let mut counting = findings.iter().filter(|finding| finding.disposition.counts());
    if let Some(missing) = counting.clone().find(|finding| finding.kind.class() == FindingClass::Action) {
        return (Verdict::Unsupported, Some(missing.message.clone()));
    }
    if let Some(first) = counting.next() {
        return (Verdict::Deviates, Some(first.message.clone()));
    }
    if let Some(known) = findings.iter().find(|finding| finding.disposition.is_known()) {
        return (Verdict::Known, Some(known.message.clone()));
    }
    // A scenario of which a step was not run is never conformant.
    if let Some((step, reason)) = blocked.first() {
        return errored(format!("{step} was not run: {reason}"));
    }
    let run = transcript.steps.values().any(|record| !record.observations.is_empty() || record.hook_run.is_some());
    if run { (Verdict::Conformant, None) } else { errored("no step was run".into()) }
}

/// Whether anything was done for a scenario, were it only for its fixtures or to clean up.
fn is_begun(transcript: &Transcript) -> bool {
    !transcript.steps.is_empty() || !transcript.clean_ups.is_empty()
}

/// Rules again after findings were added to a judgement, or their disposition changed. A scenario that was skipped, not
/// run or could not be judged stays so.
///
/// A scenario whose findings are all known is `known`, whatever they are: also where an action is known to be missing, and
/// where a hook is known to fail, which then is the cloud's failure and not an error. Its score is that of any scenario
/// that is not conformant.
pub(crate) fn rule_again(judgement: &mut Judgement) {
    let stays = match judgement.verdict {
        Verdict::Skipped | Verdict::NotRun => true,
        Verdict::Error => !judgement.findings.iter().any(|finding| is_known_failure(judgement, finding)),
        Verdict::Conformant | Verdict::Known | Verdict::Deviates | Verdict::Unsupported => false,
    };
    if stays {
        return;
    }
    let was_unsupported = judgement.verdict == Verdict::Unsupported;
    let message = |finding: &Finding| Some(finding.message.clone());
    let counting =
        || judgement.findings.iter().filter(|finding| finding.disposition.counts() && !finding.kind.is_leftover());
    let missing = counting().find(|finding| {
        // A scenario whose fixture could not be created has the fixture's verdict.
        finding.kind.class() == FindingClass::Action || (was_unsupported && finding.kind == FindingKind::FixtureFailed)
    });
    let known = judgement.findings.iter().find(|finding| finding.disposition.is_known());
    (judgement.verdict, judgement.reason) = match (missing, counting().next(), known) {
        (Some(missing), ..) => (Verdict::Unsupported, message(missing)),
        (None, Some(first), _) => (Verdict::Deviates, message(first)),
        (None, None, Some(known)) => (Verdict::Known, message(known)),
        (None, None, None) if was_unsupported => return,
        (None, None, None) => (Verdict::Conformant, None),
    };
}

/// Whether a finding is a known failure of a hook, and the reason why the scenario was not judged.
fn is_known_failure(judgement: &Judgement, finding: &Finding) -> bool {
    finding.kind.class() == FindingClass::Hook
        && finding.disposition.is_known()
        && judgement.reason.as_ref() == Some(&finding.message)
}

/// The scenario's own steps that were not run, each with the reason.
pub(crate) fn blocked(transcript: &Transcript) -> Vec<(String, String)> {
    let own = |name: &str| matches!(name.parse(), Ok(StepName::Own(_)));
    let reasons = transcript.steps.iter().filter(|(name, _)| own(name));
    reasons.filter_map(|(name, record)| Some((name.clone(), record.blocked.clone()?))).collect()
}

/// The resources that could not be deleted: `kind id: reason`.
pub(crate) fn leftovers(transcript: &Transcript) -> Vec<String> {
    let failed = |clean_up: &CleanedUp| match &clean_up.outcome {
        CleanUpOutcome::Failed { reason } => Some(format!("{} {}: {reason}", clean_up.kind, clean_up.id)),
        CleanUpOutcome::Deleted | CleanUpOutcome::Gone => None,
    };
    transcript.clean_ups.iter().filter_map(failed).collect()
}
