//! What is noted while a file is read, and checked when all of it was.

use located::Span;

/// A filter of a step, as it is written.
pub(crate) struct FilterUse {
    pub(super) action: String,
    /// The URL of the action's page.
    pub(super) page: String,
    pub(super) name: (String, Span),
    pub(super) values: Vec<(String, Span)>,
}

/// A step whose `severity` is a variable of the cases.
pub(crate) struct SeverityOfCases {
    /// The index of the step, `after_upgrade` included.
    pub(super) step: usize,
    pub(super) variable: String,
    /// The place of the variable.
    pub(super) span: Span,
}

/// A variable that is the whole value of a text.
#[derive(Debug)]
pub(crate) struct TextUse {
    pub(super) variable: String,
    /// The place of the use.
    pub(super) span: Span,
    /// What is a text: `a parameter of CreateTags`.
    pub(super) what: String,
}
