//! Where an answer breaks AWS's model.

/// One place where an answer breaks AWS's model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// In what way.
    pub kind: MismatchKind,
    /// Where, by AWS's names as far as they go: `KeyPairs[0].KeyFingerprint`. Empty for the answer as a whole.
    pub path: String,
    /// What should have been.
    pub expected: String,
    /// What was.
    pub actual: String,
}

/// The ways in which a response can deviate from AWS's model.
#[derive(Debug, Clone, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum MismatchKind {
    /// An element that the model does not have. SDKs pass over it.
    UnknownMember,
    /// The same, but near the name of one that the model has, or of a list's items.
    MisspelledMember {
        /// The element's right name.
        right: String,
    },
    /// A value of another type: text for a number, an element for text.
    WrongType,
    /// A value that its enum does not have.
    NotInEnum,
    /// A timestamp that is not RFC 3339.
    BadTimestamp,
    /// The root element has another name.
    WrongRoot,
    /// The answer is in another namespace.
    WrongNamespace,
    /// The answer is in no namespace.
    NoNamespace,
    /// The error is not where EC2 puts errors: `Response/Errors/Error`.
    ErrorEnvelope,
    /// There is no request id.
    NoRequestId,
    /// A member that is no list stands there more than once.
    RepeatedMember,
}

impl MismatchKind {
    /// The name of the kind of finding: `misspelled-member`.
    pub fn name(&self) -> &'static str {
        self.into()
    }
}

/// How many mismatches of one answer are listed. Ten thousand items with one bad member each tell no more.
const LISTED: usize = 1000;

/// Mismatches, as far as they are listed.
#[derive(Debug, Default)]
pub(crate) struct Mismatches {
    pub(crate) listed: Vec<Mismatch>,
    pub(crate) unlisted: usize,
}

impl Mismatches {
    /// Adds one; what it says is worked out only where it is listed.
    pub(crate) fn add(&mut self, mismatch: impl FnOnce() -> Mismatch) {
        if self.listed.len() < LISTED { self.listed.push(mismatch()) } else { self.unlisted += 1 }
    }
}

/// The beginning of a text, for messages.
pub(crate) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 80;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
