//! Why a scenario cannot go on after a step.

use record::BlockedReason;
use scenario::MissingVariable;

use crate::cleanup::{JournalError, NotCreated};

/// Why a scenario cannot go on.
#[derive(Debug)]
pub(crate) enum Halt {
    /// A step failed that later ones build on.
    Failed(BlockedReason),
    /// The same, by a rejection that the same call will meet again.
    Rejected(BlockedReason),
    /// A step could not be run: a variable that it uses has no value.
    NotRun(BlockedReason),
    /// The journal cannot be written: not a fault of the endpoint.
    Journal(JournalError),
}

impl Halt {
    /// [`Failed`](Self::Failed), with what became of the step as text for people.
    pub(crate) fn failed(what: impl Into<String>) -> Self {
        Halt::Failed(BlockedReason::Other(what.into()))
    }

    /// [`Rejected`](Self::Rejected), likewise.
    pub(crate) fn rejected(what: impl Into<String>) -> Self {
        Halt::Rejected(BlockedReason::Other(what.into()))
    }

    /// [`NotRun`](Self::NotRun), with the reason as text for people.
    pub(crate) fn not_run(why: impl Into<String>) -> Self {
        Halt::NotRun(BlockedReason::Other(why.into()))
    }

    /// Why the scenario cannot go on.
    pub(crate) fn reason(self) -> BlockedReason {
        match self {
            Halt::Failed(reason) | Halt::Rejected(reason) | Halt::NotRun(reason) => reason,
            Halt::Journal(error) => BlockedReason::Other(error.to_string()),
        }
    }
}

impl From<JournalError> for Halt {
    fn from(error: JournalError) -> Self {
        Halt::Journal(error)
    }
}

impl From<NotCreated> for Halt {
    fn from(reason: NotCreated) -> Self {
        match reason {
            NotCreated::Journal(error) => Halt::Journal(error),
            NotCreated::Ceiling(reason) => Halt::not_run(reason),
        }
    }
}

impl From<MissingVariable> for Halt {
    fn from(missing: MissingVariable) -> Self {
        Halt::not_run(missing.to_string())
    }
}

/// Why a scenario cannot go on, and where.
#[derive(Debug)]
pub(crate) struct Stopped {
    pub(crate) halt: Halt,
    /// The step that failed or could not be run; absent where `halt` names it.
    pub(crate) at: Option<usize>,
    /// The first step that has not begun.
    pub(crate) from: usize,
}
