//! Patterns with `*` and `?`.

use wildmatch::WildMatch;

/// Whether text matches a pattern in which `*` matches any characters and `?` exactly one. Case matters.
pub fn matches_pattern(pattern: &str, text: &str) -> bool {
    WildMatch::new(pattern).matches(text)
}
