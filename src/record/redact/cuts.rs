//! The parts of a text that are removed, and their replacements.

use std::ops::Range;

use crate::redact::stand_in::{REDACTED, is_redacted};

/// Replaces the middle of an access key id.
const MASK: &str = "***";
/// Shorter access key ids are removed whole: eight of their characters would be most of them.
const LONG_ENOUGH_TO_MASK: usize = 16;
/// Characters of an access key id that stay at either end.
const SHOWN: usize = 4;

/// One part to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) range: Range<usize>,
    /// The replacement; [`REDACTED`] where absent.
    pub(crate) shown: Option<String>,
}

impl Cut {
    /// Removes all of it.
    pub(crate) fn whole(range: Range<usize>) -> Self {
        Cut { range, shown: None }
    }

    /// Masks the middle of an access key id.
    pub(crate) fn key_id(range: Range<usize>, id: &[u8]) -> Self {
        Cut { range, shown: masked(id) }
    }

    /// Whether nothing of what it removes is in its replacement.
    fn shows_nothing(&self) -> bool {
        self.shown.as_deref().is_none_or(|shown| is_redacted(shown.as_bytes()))
    }
}

/// An access key id with its middle masked, unless it is already; absent where it is too short.
fn masked(id: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(id).ok().filter(|id| id.is_ascii())?;
    let is_masked = text.len() == SHOWN + MASK.len() + SHOWN && text.get(SHOWN..SHOWN + MASK.len()) == Some(MASK);
    if is_masked || is_redacted(id) {
        return Some(text.to_owned());
    }
    let (first, last) = (text.get(..SHOWN)?, text.get(text.len().checked_sub(SHOWN)?..)?);
    (text.len() >= LONG_ENOUGH_TO_MASK).then(|| format!("{first}{MASK}{last}"))
}

/// The text without its cuts; absent where nothing changes.
pub(crate) fn apply(text: &[u8], mut cuts: Vec<Cut>) -> Option<Vec<u8>> {
    if cuts.is_empty() {
        return None;
    }
    // The longest of those that begin together comes first, and has the replacement.
    cuts.sort_by_key(|cut| (cut.range.start, std::cmp::Reverse(cut.range.end)));
    let mut merged: Vec<Cut> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        match merged.last_mut() {
            Some(last) if cut.range.start < last.range.end => {
                if cut.range.end > last.range.end {
                    *last = Cut::whole(last.range.start..cut.range.end);
                } else if cut.shows_nothing() && !last.shows_nothing() {
                    // A secret shows no part of itself as part of what is masked.
                    last.shown = None;
                }
            }
            _ => merged.push(cut),
        }
    }
    let mut kept = Vec::with_capacity(text.len());
    let mut at = 0;
    for cut in &merged {
        kept.extend_from_slice(&text[at..cut.range.start]);
        kept.extend_from_slice(cut.shown.as_deref().unwrap_or(REDACTED).as_bytes());
        at = cut.range.end;
    }
    kept.extend_from_slice(&text[at..]);
    (kept != text).then_some(kept)
}
