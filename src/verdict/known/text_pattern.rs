//! Patterns for text.

use scenario::matches_pattern;

/// Whether a text is the pattern, or matches it where that is a glob.
pub(crate) fn fits_text(pattern: &str, text: &str) -> bool {
    if pattern.contains(['*', '?']) { matches_pattern(pattern, text) } else { pattern == text }
}
