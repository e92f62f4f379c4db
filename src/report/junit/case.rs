//! The cases of a JUnit file.
//!
//! An unsupported scenario is a failure of type `unsupported`: readers show a skipped case as grey or not at all,
//! and the exit code counts it as a deviation. That it is one cause and not forty is told by its type and by the
//! first word of its message.
//!
//! What the reference does wrong passes, as it does for the exit code, and is told in the case's output.

use std::time::Duration;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus};
use verdict::{Judgement, Verdict};

use crate::junit::document::JunitFlavour;
use crate::junit::text::{Text, room};
use crate::model::{Report, RunProblem};
use crate::text::{blocked, body, clock, gist, headline, reason, sanitize, verdict_word, whereabouts};

/// Makes the cases of one report.
pub(crate) struct Cases<'a> {
    report: &'a Report,
    flavour: JunitFlavour,
    room: usize,
}

impl<'a> Cases<'a> {
    pub(crate) fn new(report: &'a Report, flavour: JunitFlavour) -> Self {
        Cases { report, flavour, room: room(report) }
    }

    /// A scenario that was judged.
    pub(crate) fn judged(&self, judgement: &Judgement, class: &str, name: &str) -> TestCase {
        let mut case = TestCase::new(name, self.status(judgement));
        case.set_classname(class).set_time(Duration::from_millis(judgement.elapsed_ms));
        if self.flavour == JunitFlavour::Common {
            case.extra.insert("timestamp".into(), clock::rfc3339(judgement.at_ms).into());
            case.extra.insert("file".into(), sanitize::line(&judgement.file).as_ref().into());
            case.extra.insert("line".into(), judgement.line.to_string().into());
        }
        if judgement.verdict == Verdict::Known || self.is_of_reference(judgement) {
            case.set_system_out(self.told(judgement));
        }
        if !judgement.leftovers.is_empty() {
            let mut text = Text::new(self.room);
            text.line("May have been left behind (`ec2-compat sweep` deletes it):");
            judgement.leftovers.iter().for_each(|left| text.line(&sanitize::line(left)));
            case.set_system_err(text.finish());
        }
        case
    }

    /// A scenario that the run did not come to.
    pub(crate) fn not_asked(&self, class: &str, name: &str) -> TestCase {
        let mut status = TestCaseStatus::skipped();
        status.set_message("not asked: the run ended before it");
        let mut case = TestCase::new(name, status);
        case.set_classname(class);
        case
    }

    /// What is wrong with the run as a whole: an error, since no scenario claims anything of it.
    pub(crate) fn troubled(&self, trouble: &RunProblem, class: &str) -> TestCase {
        let message = sanitize::line(&trouble.message);
        let mut text = Text::new(self.room);
        text.line(&message);
        trouble.details.iter().for_each(|detail| text.line(&sanitize::line(detail)));
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(message.as_ref()).set_type(trouble.kind.name()).set_description(text.finish());
        let mut case = TestCase::new(trouble.kind.name(), status);
        case.set_classname(class);
        case
    }

    /// Whether the reference deviates here, or the suite is wrong.
    fn is_of_reference(&self, judgement: &Judgement) -> bool {
        matches!(judgement.verdict, Verdict::Deviates | Verdict::Unsupported)
            && self.report.is_reference(&judgement.endpoint)
    }

    fn status(&self, judgement: &Judgement) -> TestCaseStatus {
        if self.is_of_reference(judgement) {
            return TestCaseStatus::success();
        }
        let word = verdict_word(judgement.verdict);
        let (mut status, kind) = match judgement.verdict {
            // What is known passes; what it is stands in the case's output.
            Verdict::Conformant | Verdict::Known => return TestCaseStatus::success(),
            Verdict::Deviates => {
                let code = judgement.findings.first().map_or(word, |finding| finding.kind.code());
                (TestCaseStatus::non_success(NonSuccessKind::Failure), code)
            }
            Verdict::Unsupported => (TestCaseStatus::non_success(NonSuccessKind::Failure), word),
            Verdict::Error => (TestCaseStatus::non_success(NonSuccessKind::Error), word),
            Verdict::Skipped => {
                let mut status = TestCaseStatus::skipped();
                status.set_message(gist(judgement));
                return status;
            }
        };
        status.set_message(gist(judgement)).set_type(kind).set_description(self.told(judgement));
        status
    }

    /// All findings of a scenario, as far as there is room.
    fn told(&self, judgement: &Judgement) -> String {
        let mut text = Text::new(self.room);
        if self.is_of_reference(judgement) {
            text.line("The reference is wrong here, or the suite is.");
        }
        text.line(&sanitize::line(&judgement.about));
        text.line(&sanitize::line(&format!("{}:{} on {}", judgement.file, judgement.line, judgement.endpoint)));
        if judgement.reason.is_some() {
            text.line(&reason(judgement));
        }
        for finding in &judgement.findings {
            if text.is_full() {
                // A diff of thousands of lines takes its time.
                break;
            }
            text.line("");
            text.line(&headline(finding));
            text.line(&whereabouts(finding));
            body(finding).iter().for_each(|line| text.line(&line.text));
        }
        blocked(judgement).iter().for_each(|line| text.line(&line.text));
        text.finish()
    }
}
