//! Why a scenario cannot go on after a step.

use scenario::MissingVariable;

use crate::cleanup::{JournalError, NotCreated};

/// Why a scenario cannot go on.
#[derive(Debug)]
pub(crate) enum Halt {
    /// A step failed that later ones build on.
    Failed(String),
    /// The same, by a rejection that the same call will meet again.
    Rejected(String),
    /// A step could not be run: a variable that it uses has no value.
    NotRun(String),
    /// The journal cannot be written: not a fault of the endpoint.
    Journal(JournalError),
}

impl Halt {
    /// The reason, for people.
    pub(crate) fn reason(self) -> String {
        match self {
            Halt::Failed(reason) | Halt::Rejected(reason) | Halt::NotRun(reason) => reason,
            Halt::Journal(error) => error.to_string(),
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
            NotCreated::Ceiling(reason) => Halt::NotRun(reason),
        }
    }
}

impl From<MissingVariable> for Halt {
    fn from(missing: MissingVariable) -> Self {
        Halt::NotRun(missing.to_string())
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
