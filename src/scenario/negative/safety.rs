//! Why a request changes nothing on an endpoint that follows AWS's model.
//!
//! A request of an action that only reads never changes anything. Any other request is generated only for one of the
//! other reasons: a check cannot be constructed without a reason.

/// What keeps a request from changing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SafetyReason {
    /// The action only reads.
    Reads,
    /// A required parameter is missing.
    Incomplete,
    /// An id in it is malformed, or well-formed and of no resource.
    InvalidId,
    /// `DryRun` is set. If an endpoint ignores that, the create/delete table covers what it creates.
    DryRun,
}

impl SafetyReason {
    /// The remark on the step.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            SafetyReason::Reads => "harmless: the action only reads",
            SafetyReason::Incomplete => "harmless: a required parameter is missing",
            SafetyReason::InvalidId => "harmless: an id in it refers to nothing",
            SafetyReason::DryRun => "harmless: it is a dry run",
        }
    }
}
