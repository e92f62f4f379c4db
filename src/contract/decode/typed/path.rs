//! Where a value is in a response.

use std::fmt::Write as _;

/// A step from a value to one inside it.
#[derive(Clone, Copy)]
pub(super) enum Step<'c> {
    Member(&'c str),
    Index(usize),
}

/// `KeyPairs[0].KeyName`.
pub(super) fn in_words(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        // Writing to a String cannot fail.
        let _ = match step {
            Step::Member(name) if text.is_empty() => write!(text, "{name}"),
            Step::Member(name) => write!(text, ".{name}"),
            Step::Index(index) => write!(text, "[{index}]"),
        };
    }
    text
}
