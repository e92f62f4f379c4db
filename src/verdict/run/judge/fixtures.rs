//! A fixture that could not be created.

use record::{BlockedReason, StepName, StepRecord, Subject, Transcript};

use crate::finding::{Finding, FindingClass, FindingDraft, FindingKind, FindingSite};
use crate::run::judge::scenario::ScenarioJudge;

impl ScenarioJudge<'_> {
    /// Reports a scenario of which no step was run because a fixture could not be created.
    pub(super) fn fixtures(&mut self, transcript: &Transcript, blocked: &[(StepName, BlockedReason)]) {
        let own = |name: &StepName| matches!(name, StepName::Own(_));
        let run = |record: &StepRecord| {
            !record.observations.is_empty() || record.hook_run.is_some() || record.client_run.is_some()
        };
        let any_run = transcript.steps.iter().any(|(name, record)| own(name) && run(record));
        let Some((_, reason)) = blocked.iter().find(|_| !any_run && !self.scenario.given.is_empty()) else { return };
        let ended = || self.of_fixtures.iter().rev().filter(|(_, finding)| finding.kind.ends_step());
        // A value that is absent and not exported keeps no scenario from running.
        let absent = reason.absent().map(|absent| absent.member.as_str());
        let is_named = |finding: &Finding| !finding.kind.is_unsaved() || absent == Some(&*finding.path);
        let cause = ended().find(|(_, finding)| is_named(finding)).or_else(|| ended().next()).cloned();
        let unsupported = |finding: &Finding| finding.kind.class() == FindingClass::Action;
        if let Some((_, finding)) = cause.clone().filter(|(_, finding)| unsupported(finding)) {
            self.findings.push(finding);
            return;
        }
        let fixture = match &cause {
            Some((fixture, _)) => fixture.clone(),
            None => self.named_in(reason).unwrap_or_else(|| self.scenario.given[0].fixture.clone()),
        };
        let why = match &cause {
            Some((_, finding)) if finding.kind.is_unsaved() => {
                let call = finding.operation.as_deref().unwrap_or("a step");
                format!("{call} ({}): {}", finding.step, finding.message)
            }
            Some((_, finding)) => finding.message.clone(),
            None => reason.to_string(),
        };
        let message = format!("the fixture {fixture} could not be created: {why}");
        let draft = FindingDraft::new(FindingKind::FixtureFailed, message).at(&fixture);
        let (owner, step) = (Subject::fixture(&fixture), StepName::Fixtures);
        let site = FindingSite { owner: owner.as_str(), action: &step.to_string(), nth: 0, operation: None };
        let (operation, actual, reproduce) =
            cause.map_or((None, None, None), |(_, cause)| (cause.operation, cause.actual, cause.reproduce));
        let place = self.scenario.location.clone().into();
        self.findings.push(Finding { operation, actual, reproduce, ..draft.finding(site, &step, place) });
    }

    /// The fixture that a reason names last: the innermost of those that use each other.
    fn named_in(&self, reason: &BlockedReason) -> Option<String> {
        reason.fixtures().rfind(|fixture| self.suite.fixtures.contains_key(*fixture)).map(str::to_owned)
    }
}
