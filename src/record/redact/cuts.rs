//! Which parts of a text go, and what comes in their place.

use std::ops::Range;

use crate::redact::stand_in::{REDACTED, is_redacted};

/// What stands in the midst of an access key id, whose ends may be shown.
const MASK: &str = "***";
/// Access key ids shorter than this are taken out whole: eight of their characters would be most of them.
const LONG_ENOUGH_TO_MASK: usize = 16;
/// How many characters of an access key id are shown at either end.
const SHOWN: usize = 4;

/// One part to take out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) range: Range<usize>,
    /// What comes in its place; absent: [`REDACTED`].
    pub(crate) shown: Option<String>,
}

impl Cut {
    /// Takes all of it out.
    pub(crate) fn whole(range: Range<usize>) -> Self {
        Cut { range, shown: None }
    }

    /// Leaves the ends of an access key id.
    pub(crate) fn key_id(range: Range<usize>, id: &[u8]) -> Self {
        Cut { range, shown: masked(id) }
    }
}

/// An access key id with its middle masked; one that is masked already stays as it is.
fn masked(id: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(id).ok().filter(|id| id.is_ascii())?;
    if text.contains(MASK) || is_redacted(id) {
        return Some(text.to_owned());
    }
    let (first, last) = (text.get(..SHOWN)?, text.get(text.len().checked_sub(SHOWN)?..)?);
    (text.len() >= LONG_ENOUGH_TO_MASK).then(|| format!("{first}{MASK}{last}"))
}

/// The text without its cuts, or `None` when nothing changes.
pub(crate) fn apply(text: &[u8], mut cuts: Vec<Cut>) -> Option<Vec<u8>> {
    if cuts.is_empty() {
        return None;
    }
    // The longest of those that begin together comes first, and says what is shown.
    cuts.sort_by_key(|cut| (cut.range.start, std::cmp::Reverse(cut.range.end)));
    let mut merged: Vec<Cut> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        match merged.last_mut() {
            Some(last) if cut.range.start < last.range.end => {
                if cut.range.end > last.range.end {
                    *last = Cut::whole(last.range.start..cut.range.end);
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
