//! Text from an endpoint, made safe to print.
//!
//! Responses are untrusted: an escape sequence repaints the operator's terminal, a NUL makes XML invalid, a
//! bidirectional override displays text that is not there, and `##vso[` or `##teamcity[` in a log line is a command to
//! a CI server. All of these become visible escapes. JSON needs none of this: it carries every character unchanged.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text on one line: line ends become `\n`.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    if !text.contains("##") && !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            // Azure Pipelines and TeamCity obey `##word[` anywhere in a line, GitHub's runner `##[`.
            '#' if before == '#' => shown.push_str("\\#"),
            hostile if is_hostile(hostile) => {
                let _infallible = write!(shown, "{}", hostile.escape_unicode());
            }
            harmless => shown.push(harmless),
        }
        before = character;
    }
    Cow::Owned(shown)
}

/// The text's lines, each sanitized.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines().map(line)
}

/// The text, cut after `limit` characters with a note of its length.
pub(crate) fn clip(text: Cow<'_, str>, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => text,
        Some((end, _)) => Cow::Owned(format!("{} ... ({} characters in all)", &text[..end], text.chars().count())),
    }
}

fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // Bidirectional marks, embeddings, overrides and isolates; what hides without joining anything.
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            // Line and paragraph separators, byte order mark, and what XML 1.0 has no way to write.
            | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_act_is_made_visible() {
        assert_eq!(line("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(line("a\0b\u{9b}c\u{7f}"), "a\\u{0}b\\u{9b}c\\u{7f}");
        assert_eq!(line("one\r\n\ttwo"), "one\\r\\n\\ttwo");
        assert_eq!(line("\u{202e}evil\u{ffff}"), "\\u{202e}evil\\u{ffff}");
        assert_eq!(line("x ##vso[task.setvariable]"), "x #\\#vso[task.setvariable]");
        assert_eq!(line("###["), "#\\#\\#[");
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = "<script>alert('ü 日本 👍🏽')</script> ]]> # &amp;";
        assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn a_clipped_text_says_so() {
        assert_eq!(clip("日本語".into(), 3), "日本語");
        assert_eq!(clip("日本語!".into(), 2), "日本 ... (4 characters in all)");
    }
}
