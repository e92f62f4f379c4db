//! Exit codes, and which of them a report comes to.

use crate::model::report::{End, Report};

/// How the command ends. The one table of exit codes; `reports/README.md` shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Every scenario that was asked is conformant.
    Conformant,
    /// At least one scenario deviates or is unsupported.
    Deviates,
    /// The command line is wrong.
    Usage,
    /// A run, or a scenario of it, could not be carried out.
    CouldNotRun,
    /// Nothing was selected, or everything was skipped.
    NothingRan,
    /// The run did not come to its end.
    Interrupted,
    /// Everything conforms, but resources may have been left behind.
    LeftBehind,
}

impl Exit {
    /// All of them, by code.
    pub const ALL: [Exit; 7] = [
        Exit::Conformant,
        Exit::Deviates,
        Exit::Usage,
        Exit::CouldNotRun,
        Exit::NothingRan,
        Exit::Interrupted,
        Exit::LeftBehind,
    ];

    /// What the report comes to. A run that isn't whole outranks what it found so far: its conformance is
    /// unknown. A deviation outranks an error of ours, since it will not go away by trying again. What the reference
    /// does wrong decides nothing.
    pub fn of(report: &Report) -> Exit {
        let counts = report.counts();
        let target = report.target_counts();
        if report.end != End::Complete {
            Exit::Interrupted
        } else if counts.ran() + counts.not_asked == 0 {
            Exit::NothingRan
        } else if target.deviates + target.unsupported > 0 {
            Exit::Deviates
        } else if counts.error > 0 || counts.not_asked > 0 {
            Exit::CouldNotRun
        } else if !report.leftovers().is_empty() {
            Exit::LeftBehind
        } else {
            Exit::Conformant
        }
    }

    /// The process's exit status.
    pub fn code(self) -> u8 {
        match self {
            Exit::Conformant => 0,
            Exit::Deviates => 1,
            Exit::Usage => 2,
            Exit::CouldNotRun => 3,
            Exit::NothingRan => 4,
            Exit::Interrupted => 5,
            Exit::LeftBehind => 6,
        }
    }

    /// What it means, in a line for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Exit::Conformant => "every scenario that was asked is conformant, or deviates only as is known",
            Exit::Deviates => "at least one scenario deviates or is unsupported",
            Exit::Usage => "the command line is wrong",
            Exit::CouldNotRun => "the run, or a scenario of it, could not be carried out; not the endpoint's fault",
            Exit::NothingRan => "nothing ran: nothing was selected, or everything was skipped",
            Exit::Interrupted => "the run was interrupted or cut short; what it found so far is reported",
            Exit::LeftBehind => "nothing deviates but as is known, and resources may have been left behind",
        }
    }
}
