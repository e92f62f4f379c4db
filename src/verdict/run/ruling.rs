//! From findings to a verdict.

use contract::Severity;
use record::{BlockedReason, CleanedUp, Outcome, StepName, Transcript};

use crate::finding::{Finding, FindingClass, Judgement, Verdict};

/// Why a scenario of which nothing was run cannot be judged, unless a fixture explains it.
pub(crate) const NOTHING_RUN: &str = "no step was run";
/// Why a scenario that was interrupted cannot be judged.
pub(crate) const INTERRUPTED: &str = "interrupted";

/// The verdict on a scenario, and why, if it is not identical. `error`: why it cannot be judged.
pub(crate) fn rule(
    transcript: &Transcript,
    findings: &[Finding],
    error: Option<&str>,
    blocked: &[(StepName, BlockedReason)],
) -> (Verdict, Option<String>) {
    let errored = |reason: String| (Verdict::Error, Some(reason));
    match &transcript.ended {
        None => return errored("the recorded run ends before the scenario does".into()),
        Some((_, Outcome::Skipped { reason })) => return (Verdict::Skipped, Some(reason.clone())),
        Some((_, Outcome::Excluded { reason })) => return (Verdict::Excluded, Some(reason.clone())),
        Some((_, Outcome::Interrupted)) if !is_begun(transcript) => {
            return (Verdict::NotRun, Some("the run was interrupted before it".into()));
        }
        Some((_, Outcome::Interrupted)) => return errored(INTERRUPTED.into()),
        Some((_, Outcome::NotRun { reason })) => return (Verdict::NotRun, Some(reason.clone())),
        Some((_, Outcome::Error { reason })) => return errored(reason.clone()),
        Some((_, Outcome::Completed | Outcome::TimedOut { .. })) => {}
    }
    if let Some(error) = error {
        return errored(error.to_owned());
    }
    if let Some(ruled) = of_findings(findings, blocked.is_empty()) {
        return ruled;
    }
    // A scenario of which a step was not run is never identical.
    if let Some((step, reason)) = blocked.first() {
        return errored(format!("{step} was not run: {reason}"));
    }
    let run = transcript
        .steps
        .values()
        .any(|record| !record.observations.is_empty() || record.hook_run.is_some() || record.client_run.is_some());
    if run { (Verdict::Identical, None) } else { errored(NOTHING_RUN.into()) }
}

/// The verdict that findings make, known ones included: that a deviation is known is a mark and changes no verdict. None
/// without a deviation, and where steps were not run for a reason that no finding states.
fn of_findings(findings: &[Finding], all_run: bool) -> Option<(Verdict, Option<String>)> {
    let deviations = || findings.iter().filter(|finding| finding.is_deviation() && !finding.kind.is_leftover());
    let with = |verdict, finding: &Finding| Some((verdict, Some(finding.message.clone())));
    if let Some(missing) = deviations().find(|finding| finding.kind.class() == FindingClass::Action) {
        return with(Verdict::Unsupported, missing);
    }
    if let Some(failed) = deviations().find(|finding| finding.kind.is_of_fixture()) {
        return with(Verdict::Blocked, failed);
    }
    if let Some(breaking) = deviations().find(|finding| breaks(finding)) {
        return with(Verdict::Broken, breaking);
    }
    if !all_run {
        // What ended the scenario is not breaking by itself; what it states was not shown.
        let ends = deviations().find(|finding| finding.kind.ends_step());
        return ends.and_then(|ends| with(Verdict::Broken, ends));
    }
    let worst = deviations().min_by_key(|finding| finding.severity)?;
    with(Verdict::Works, worst)
}

/// Whether a client does not get what the scenario states. What clean-up receives is not part of that.
fn breaks(finding: &Finding) -> bool {
    finding.severity == Severity::Breaking && !finding.step.is_clean_up()
}

/// Whether anything was done for a scenario, were it only for its fixtures or to clean up.
fn is_begun(transcript: &Transcript) -> bool {
    !transcript.steps.is_empty() || !transcript.clean_ups.is_empty()
}

/// Rules again after findings were added to a judgement, or their disposition changed. A scenario that was skipped,
/// excluded, not run, is flaky or could not be judged stays so, but where a hook is known to fail: that is the cloud's failure and not an error.
pub(crate) fn rule_again(judgement: &mut Judgement) {
    let stays = match judgement.verdict {
        Verdict::Skipped | Verdict::Excluded | Verdict::NotRun | Verdict::Flaky => true,
        Verdict::Error => !judgement.findings.iter().any(|finding| is_known_failure(judgement, finding)),
        // A scenario whose fixture could not be created has the fixture's verdict.
        Verdict::Unsupported => judgement.findings.iter().any(|finding| finding.kind.is_of_fixture()),
        Verdict::Identical | Verdict::Works | Verdict::Broken | Verdict::Blocked => false,
    };
    if stays {
        return;
    }
    let ruled = of_findings(&judgement.findings, judgement.blocked.is_empty());
    (judgement.verdict, judgement.reason) = match ruled {
        Some(ruled) => ruled,
        None => match judgement.deviating_fixtures.first() {
            Some(fixture) => (Verdict::Works, Some(deviating_fixture(fixture))),
            None => (Verdict::Identical, None),
        },
    };
}

/// A scenario in which only responses of a fixture deviate is not identical.
pub(crate) fn mark_fixtures(judgement: &mut Judgement, deviating: Vec<String>) {
    if judgement.verdict == Verdict::Identical
        && let Some(fixture) = deviating.first()
    {
        judgement.verdict = Verdict::Works;
        judgement.reason = Some(deviating_fixture(fixture));
    }
    judgement.deviating_fixtures = deviating;
}

fn deviating_fixture(name: &str) -> String {
    format!("a response in the fixture {name} deviates")
}

/// Whether a finding is a known failure of a hook, and the reason why the scenario was not judged.
fn is_known_failure(judgement: &Judgement, finding: &Finding) -> bool {
    finding.kind.class() == FindingClass::Hook
        && finding.disposition.is_known()
        && judgement.reason.as_ref() == Some(&finding.message)
}

/// The scenario's own steps that were not run, each with the reason.
pub(crate) fn blocked(transcript: &Transcript) -> Vec<(StepName, BlockedReason)> {
    let own = |name: &StepName| matches!(name, StepName::Own(_));
    let reasons = transcript.steps.iter().filter(|(name, _)| own(name));
    reasons.filter_map(|(name, record)| Some((name.clone(), record.blocked.clone()?))).collect()
}

/// The resources that could not be deleted: `kind id: reason`.
pub(crate) fn leftovers(transcript: &Transcript) -> Vec<String> {
    transcript.clean_ups.iter().filter_map(CleanedUp::left_over).collect()
}
