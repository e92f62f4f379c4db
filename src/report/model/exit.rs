//! Exit codes: the one source for the command, its help and the guides.

use strum::VariantArray;
use verdict::Verdict;

use crate::model::report::{End, FAIL_ON, Report};
use crate::text::severity_word;

/// How the command ends. Guides show it as [`Exit::table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Exit {
    /// No deviation that fails the run: none that is new and as severe as `--fail-on`.
    Success,
    /// A deviation that fails the run, or a failed check.
    Failed,
    /// The command line is invalid.
    Usage,
    /// The command could not do its work, or a scenario could not be judged.
    Error,
    /// No scenario was selected, or all were skipped.
    NothingRan,
    /// The run did not complete.
    Interrupted,
    /// As [`Exit::Success`], but clean-up failed.
    Leftovers,
}

impl Exit {
    /// All of them, by code.
    pub const ALL: &'static [Exit] = Exit::VARIANTS;

    /// The exit code of a report. An incomplete run outranks its findings: conformance is unknown. A deviation
    /// outranks an error, since another run does not change it. Deviations of a reference in the same run have no
    /// effect.
    pub fn of(report: &Report) -> Exit {
        let counts = report.counts();
        let not_run = !report.not_run().is_empty();
        if report.end != End::Complete {
            Exit::Interrupted
        } else if counts.ran() == 0 && !not_run {
            Exit::NothingRan
        } else if report.judgements.iter().any(|judgement| report.fails(judgement)) {
            Exit::Failed
        } else if not_run || report.judgements.iter().any(|judgement| judgement.verdict == Verdict::Error) {
            Exit::Error
        } else if !report.leftovers().is_empty() {
            Exit::Leftovers
        } else {
            Exit::Success
        }
    }

    /// The status of the process.
    pub fn code(self) -> u8 {
        match self {
            Exit::Success => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Error => 3,
            Exit::NothingRan => 4,
            Exit::Interrupted => 5,
            Exit::Leftovers => 6,
        }
    }

    /// A name for programs: `nothing-ran`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The meaning for a run, in one line.
    pub fn meaning(self) -> String {
        self.meaning_with("")
    }

    /// `fail_on`: what names the severity that fails the run, after these words.
    fn meaning_with(self, fail_on: &str) -> String {
        match self {
            Exit::Success => format!("no new deviations that fail the run{fail_on}"),
            Exit::Failed => format!("new deviations that fail the run{fail_on}"),
            Exit::Usage => "the command line is invalid".to_owned(),
            Exit::Error => "the command or a scenario could not be executed; not the endpoint's fault".to_owned(),
            Exit::NothingRan => "nothing ran: no scenario was selected, or all were skipped".to_owned(),
            Exit::Interrupted => "the run was interrupted or killed; the results are partial".to_owned(),
            Exit::Leftovers => {
                format!("no new deviations that fail the run{fail_on}, but some resources may not have been deleted")
            }
        }
    }

    /// The meaning for a report, in one line: with the severity that fails the run, if the command line names another than
    /// the default.
    pub fn meaning_for(self, report: &Report) -> String {
        if report.fail_on == FAIL_ON {
            return self.meaning();
        }
        self.meaning_with(&format!(" (`--fail-on {}`)", severity_word(report.fail_on)))
    }

    /// The meaning for all commands, in one line.
    pub fn description(self) -> String {
        match self {
            Exit::Success => format!("{}; `--fail-on` names the mildest severity that does", self.meaning()),
            Exit::Failed => format!("{}, or a check (lint, doctor, known check) failed", self.meaning()),
            _ => self.meaning(),
        }
    }

    /// The Markdown table of all codes that guides show.
    pub fn table() -> String {
        let row = |exit: &Exit| format!("| {} | {} | {} |\n", exit.code(), exit.name(), exit.description());
        let rows: String = Exit::ALL.iter().map(row).collect();
        format!("| code | name | meaning |\n|---|---|---|\n{rows}")
    }
}
