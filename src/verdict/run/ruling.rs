//! From findings to a verdict.

use record::{CleanUpOutcome, CleanedUp, Outcome, Transcript};

use crate::finding::{Finding, FindingKind, Judgement, Standing, Verdict};
use crate::run::steps::StepName;

/// What a scenario came to, and why, where it is not conformant. `trouble`: what keeps it from being judged.
pub(crate) fn rule(
    transcript: &Transcript,
    findings: &[Finding],
    trouble: Option<&str>,
    blocked: &[(String, String)],
) -> (Verdict, Option<String>) {
    let error = |reason: String| (Verdict::Error, Some(reason));
    match &transcript.ended {
        None => return error("the record ends before the scenario does".into()),
        Some((_, Outcome::Skipped { reason })) => return (Verdict::Skipped, Some(reason.clone())),
        Some((_, Outcome::Interrupted)) => return error("interrupted".into()),
        Some((_, Outcome::Error { reason })) => return error(reason.clone()),
        Some((_, Outcome::Completed | Outcome::TimedOut { .. })) => {}
    }
    if let Some(trouble) = trouble {
        return error(trouble.to_owned());
    }
    let mut counting = findings.iter().filter(|finding| finding.standing.counts());
    if let Some(missing) = counting.clone().find(|finding| finding.kind == FindingKind::ActionUnsupported) {
        return (Verdict::Unsupported, Some(missing.message.clone()));
    }
    if let Some(first) = counting.next() {
        return (Verdict::Deviates, Some(first.message.clone()));
    }
    if let Some(known) = findings.iter().find(|finding| matches!(finding.standing, Standing::Known(_))) {
        return (Verdict::Known, Some(known.message.clone()));
    }
    // Whatever is wrong, what was not asked is not conformant.
    if let Some((step, reason)) = blocked.first() {
        return error(format!("{step} was not asked: {reason}"));
    }
    let seen = transcript.steps.values().any(|record| !record.observations.is_empty() || record.hook_run.is_some());
    if seen { (Verdict::Conformant, None) } else { error("nothing was asked".into()) }
}

/// What a judgement comes to once findings were added to it, or their standing is another. What could not be judged, or
/// was skipped, stays so.
///
/// A scenario whose findings are all known is `known`, whatever they are: also where an action is known to be missing, and
/// where a hook is known to fail, which then is no longer our failure but the cloud's. Its score is that of any scenario
/// that does not conform.
pub(crate) fn rule_again(judgement: &mut Judgement) {
    let stays = match judgement.verdict {
        Verdict::Skipped => true,
        Verdict::Error => !judgement.findings.iter().any(|finding| is_known_failure(judgement, finding)),
        _ => false,
    };
    if stays {
        return;
    }
    let was_unsupported = judgement.verdict == Verdict::Unsupported;
    let message = |finding: &Finding| Some(finding.message.clone());
    let counting = || judgement.findings.iter().filter(|finding| finding.standing.counts());
    let missing = counting().find(|finding| {
        // A fixture that could not be made has the verdict of what was wrong with it.
        finding.kind == FindingKind::ActionUnsupported
            || (was_unsupported && finding.kind == FindingKind::FixtureFailed)
    });
    let known = judgement.findings.iter().find(|finding| matches!(finding.standing, Standing::Known(_)));
    (judgement.verdict, judgement.reason) = match (missing, counting().next(), known) {
        (Some(missing), ..) => (Verdict::Unsupported, message(missing)),
        (None, Some(first), _) => (Verdict::Deviates, message(first)),
        (None, None, Some(known)) => (Verdict::Known, message(known)),
        (None, None, None) if was_unsupported => return,
        (None, None, None) => (Verdict::Conformant, None),
    };
}

/// Whether a finding is a hook's failure that kept a scenario from being judged, and is known.
fn is_known_failure(judgement: &Judgement, finding: &Finding) -> bool {
    finding.kind == FindingKind::HookFailed
        && matches!(finding.standing, Standing::Known(_))
        && judgement.reason.as_ref() == Some(&finding.message)
}

/// The scenario's own steps that were not asked, each with the reason.
pub(crate) fn blocked(transcript: &Transcript) -> Vec<(String, String)> {
    let own = |name: &str| matches!(StepName::parse(name), Some(StepName::Own(_)));
    let reasons = transcript.steps.iter().filter(|(name, _)| own(name));
    reasons.filter_map(|(name, record)| Some((name.clone(), record.blocked.clone()?))).collect()
}

/// What may have been left behind: `kind id: reason`.
pub(crate) fn leftovers(transcript: &Transcript) -> Vec<String> {
    let failed = |clean_up: &CleanedUp| match &clean_up.outcome {
        CleanUpOutcome::Failed { reason } => Some(format!("{} {}: {reason}", clean_up.kind, clean_up.id)),
        CleanUpOutcome::Deleted | CleanUpOutcome::Gone => None,
    };
    transcript.clean_ups.iter().filter_map(failed).collect()
}
