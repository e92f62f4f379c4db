//! Violations of AWS's model in a response.

/// One place where a response violates AWS's model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The kind of violation.
    pub kind: MismatchKind,
    /// The path, with AWS's names where the model has them: `KeyPairs[0].KeyFingerprint`. Empty for the whole response.
    pub path: String,
    /// What the model requires. Part of a finding's fingerprint.
    pub expected: String,
    /// What the response has. Part of a finding's fingerprint.
    pub actual: String,
}

/// The kinds of violations of AWS's model.
#[derive(Debug, Clone, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum MismatchKind {
    /// An element that the model does not have. SDKs ignore it.
    UnknownMember,
    /// An unknown element whose name is close to one that the model has, or to that of a list's items.
    MisspelledMember {
        /// The name in the model.
        right: String,
    },
    /// A value of another type: text in place of a number, an element in place of text.
    WrongType,
    /// Text between the elements of a structure or list. SDKs ignore it.
    StrayText,
    /// A value that is not one of its enum.
    NotInEnum,
    /// A timestamp that is not RFC 3339.
    BadTimestamp,
    /// The root element has another name.
    WrongRoot,
    /// The response is in another namespace.
    WrongNamespace,
    /// The response is in no namespace.
    NoNamespace,
    /// The error is not at EC2's place for errors: `Response/Errors/Error`.
    ErrorEnvelope,
    /// The response has no request id.
    NoRequestId,
    /// A member that is not a list occurs more than once.
    RepeatedMember,
}

impl MismatchKind {
    /// The name of the kind of finding that reports it: `misspelled-member`.
    pub fn name(&self) -> &'static str {
        self.into()
    }
}

/// The most mismatches of one response that are listed; the rest is counted.
const LISTED: usize = 1000;

/// The mismatches of one response.
#[derive(Debug, Default)]
pub(crate) struct Mismatches {
    pub(crate) listed: Vec<Mismatch>,
    pub(crate) unlisted: usize,
}

impl Mismatches {
    /// Adds one, which is created only if it is listed.
    pub(crate) fn add(&mut self, mismatch: impl FnOnce() -> Mismatch) {
        if self.listed.len() < LISTED { self.listed.push(mismatch()) } else { self.unlisted += 1 }
    }
}

/// The first 80 characters of a text, for messages.
pub(crate) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 80;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
