//! Text between the elements of a structure or list.

use crate::decode::mismatch::excerpt;

/// What is in a structure or list beside values.
#[derive(Default)]
pub(crate) struct BetweenElements {
    /// The first text that is not white space, cut where it is long.
    pub(crate) text: Option<String>,
    pub(crate) has_elements: bool,
}

impl BetweenElements {
    pub(crate) fn add(&mut self, text: &str) {
        let text = text.trim();
        if self.text.is_none() && !text.is_empty() {
            self.text = Some(excerpt(text));
        }
    }
}
