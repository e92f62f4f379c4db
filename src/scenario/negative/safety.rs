//! Why a request does nothing on an endpoint that keeps to AWS's model.
//!
//! A request of an action that only reads does nothing in any case. Any other is made only with one of the other
//! shields: [`Check`](crate::negative::check::Check) takes none without.

/// What keeps a request from doing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SafetyReason {
    /// The action reads, and changes nothing.
    Reads,
    /// A required parameter is missing.
    Incomplete,
    /// It is about something that does not exist: an id in it is well-formed and of nothing, or is no id at all.
    Nothing,
    /// `DryRun` is set; what an endpoint makes that does not heed it is in the table of what creates and what deletes.
    DryRun,
}

impl SafetyReason {
    /// As a remark on a step.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            SafetyReason::Reads => "does nothing: the action only reads",
            SafetyReason::Incomplete => "does nothing: a required parameter is missing",
            SafetyReason::Nothing => "does nothing: an id in it is of nothing",
            SafetyReason::DryRun => "does nothing: it is a dry run",
        }
    }
}
