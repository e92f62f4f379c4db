//! The cases of a JUnit file.
//!
//! An unsupported scenario is a failure of type `unsupported`: readers show a skipped case gray or not at all, and for
//! the exit code it is a deviation. Its type and the first word of its message show that one action is missing.
//!
//! A scenario that is flaky passes, with a `flakyFailure` for each attempt that failed or had deviations of its own; one that
//! failed in all attempts is a failure, with a `rerunFailure` for each but the one that counts.
//!
//! A deviation of the reference passes, as it does for the exit code; the case's output has it.

use std::time::Duration;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestRerun};
use verdict::{AttemptResult, Judgement, Verdict};

use crate::junit::flavor::JunitFlavor;
use crate::junit::text::{CaseText, limit};
use crate::model::{Report, RunProblem};
use crate::text::NOT_RUN;
use crate::text::{blocked, body, clock, headline, reason, run_again, sanitize, site, summary, unproven, verdict_word};

/// Makes the cases of one report.
pub(crate) struct Cases<'a> {
    report: &'a Report,
    flavor: JunitFlavor,
    /// Bytes of XML for one text.
    limit: usize,
}

impl<'a> Cases<'a> {
    pub(crate) fn new(report: &'a Report, flavor: JunitFlavor) -> Self {
        Cases { report, flavor, limit: limit(report) }
    }

    pub(crate) fn judged(&self, judgement: &Judgement, class: &str, name: &str) -> TestCase {
        let mut status = self.status(judgement);
        status.add_reruns(self.reruns(judgement));
        let mut case = TestCase::new(name, status);
        case.set_classname(class).set_time(Duration::from_millis(judgement.elapsed_ms));
        if self.flavor == JunitFlavor::Common {
            case.extra.insert("timestamp".into(), clock::rfc3339(judgement.at_ms).into());
            case.extra.insert("file".into(), sanitize::line(&judgement.location.file).as_ref().into());
            case.extra.insert("line".into(), judgement.location.line.to_string().into());
        }
        let is_judged = judgement.verdict.is_judged() || judgement.is_flaky();
        if is_judged && !judgement.findings.is_empty() && !self.report.fails(judgement) {
            case.set_system_out(self.description(judgement));
        }
        if !judgement.leftovers.is_empty() {
            let mut text = CaseText::new(self.limit);
            let sweep = self.report.typed.command("sweep").word("DIR");
            text.line(&sanitize::line(&format!(
                "May not have been deleted (`{sweep}` deletes it, of the run in DIR):"
            )));
            judgement.leftovers.iter().for_each(|left| text.line(&sanitize::line(left)));
            case.set_system_err(text.finish());
        }
        case
    }

    /// A scenario that was selected and not run.
    pub(crate) fn not_run(&self, class: &str, name: &str) -> TestCase {
        let mut status = TestCaseStatus::skipped();
        status.set_message(format!("{NOT_RUN}: the run ended before the scenario began"));
        let mut case = TestCase::new(name, status);
        case.set_classname(class);
        case
    }

    /// A problem of the run as a whole: an error, since no scenario failed.
    pub(crate) fn run_problem(&self, problem: &RunProblem, class: &str) -> TestCase {
        let message = sanitize::line(&problem.message);
        let mut text = CaseText::new(self.limit);
        text.line(&message);
        problem.details.iter().for_each(|detail| text.line(&sanitize::line(detail)));
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(message.as_ref()).set_type(problem.kind.name()).set_description(text.finish());
        let mut case = TestCase::new(problem.kind.name(), status);
        case.set_classname(class);
        case
    }

    /// Whether the reference deviates from what the suite states of AWS.
    fn is_reference_deviation(&self, judgement: &Judgement) -> bool {
        judgement.fails(self.report.fail_on) && self.report.is_reference(&judgement.endpoint)
    }

    fn status(&self, judgement: &Judgement) -> TestCaseStatus {
        let word = verdict_word(judgement.verdict);
        let (mut status, kind) = match judgement.verdict {
            // The output of the case has deviations that are known, milder or of the reference.
            verdict if (verdict.is_judged() || judgement.is_flaky()) && !self.report.fails(judgement) => {
                return TestCaseStatus::success();
            }
            Verdict::Identical | Verdict::Works | Verdict::Broken | Verdict::Flaky => {
                let code = judgement.worst().map_or(word, |finding| finding.kind.code());
                (TestCaseStatus::non_success(NonSuccessKind::Failure), code)
            }
            Verdict::Unsupported | Verdict::Blocked => (TestCaseStatus::non_success(NonSuccessKind::Failure), word),
            Verdict::Error => (TestCaseStatus::non_success(NonSuccessKind::Error), word),
            Verdict::Skipped | Verdict::Excluded | Verdict::NotRun => {
                let mut status = TestCaseStatus::skipped();
                let why = summary(judgement);
                let is_excluded = judgement.verdict == Verdict::Excluded;
                status.set_message(if is_excluded { format!("{word}: {why}") } else { why });
                return status;
            }
        };
        // What all attempts have in common failed it; they came out differently all the same.
        let flaky = if judgement.is_flaky() { "flaky: " } else { "" };
        status
            .set_message(format!("{flaky}{}", summary(judgement)))
            .set_type(kind)
            .set_description(self.description(judgement));
        status
    }

    /// The attempts beside the one that the case is about: of one that passes, those that did not.
    fn reruns(&self, judgement: &Judgement) -> Vec<TestRerun> {
        let passes = judgement.is_flaky() && !self.report.fails(judgement);
        let is_shown = |one: &&AttemptResult| match passes {
            true => one.verdict.is_failure() || !one.differing.is_empty(),
            false => one.attempt != judgement.attempt && one.verdict.is_failure(),
        };
        judgement.attempts.iter().filter(is_shown).map(|one| self.rerun(one)).collect()
    }

    fn rerun(&self, attempt: &AttemptResult) -> TestRerun {
        let kind = match attempt.verdict {
            Verdict::Error => NonSuccessKind::Error,
            _ => NonSuccessKind::Failure,
        };
        let message = format!("attempt {}: {}", attempt.attempt, attempt.reason.as_deref().unwrap_or("identical"));
        let mut rerun = TestRerun::new(kind);
        rerun.set_type(verdict_word(attempt.verdict)).set_message(sanitize::line(&message).as_ref());
        rerun
    }

    /// All findings of a scenario, up to the limit.
    fn description(&self, judgement: &Judgement) -> String {
        let mut text = CaseText::new(self.limit);
        if self.is_reference_deviation(judgement) {
            text.line("Deviation of the reference: the reference or the suite is wrong.");
        }
        text.line(&sanitize::line(&judgement.about));
        if let Some(why) = unproven(judgement) {
            text.line(&why);
        }
        text.line(&sanitize::line(&format!("{} on {}", judgement.location, judgement.endpoint)));
        if judgement.reason.is_some() {
            text.line(&reason(judgement));
        }
        if let Some(again) = run_again(self.report, judgement) {
            text.line(&sanitize::line(&format!("run it again: {again}")));
        }
        for finding in &judgement.findings {
            if text.is_full() {
                // A diff of thousands of lines takes long.
                break;
            }
            text.line("");
            text.line(&headline(finding));
            text.line(&site(finding));
            body(finding).iter().for_each(|line| text.line(&line.text));
        }
        blocked(judgement).iter().for_each(|line| text.line(&line.text));
        text.finish()
    }
}
