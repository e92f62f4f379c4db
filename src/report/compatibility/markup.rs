//! Text from an endpoint in a Markdown table.

use crate::text::sanitize;

/// Plain text: characters with a meaning in Markdown or HTML at their place become character references.
pub(crate) fn plain(text: &str) -> String {
    let text = sanitize::line(text);
    let mut safe = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
        let acts = match letter {
            '&' | '<' | '>' | '|' | '`' | '*' | '\\' | '~' | '#' | '@' => true,
            // Between letters it has no meaning.
            '_' => !before.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric),
            ':' => after.starts_with("//"),
            ']' => after.starts_with(['(', '[']),
            '.' => before.ends_with("www"),
            _ => false,
        };
        if acts {
            safe.push_str(&format!("&#{};", u32::from(letter)));
        } else {
            safe.push(letter);
        }
    }
    safe
}

/// Plain text as code.
pub(crate) fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

#[cfg(test)]
mod tests {
    use super::{code, plain};

    #[test]
    fn no_markup_is_left() {
        assert_eq!(code("Filters[vpc-id]: aws_vpc"), "<code>Filters[vpc-id]: aws_vpc</code>");
        let hostile =
            plain("a|b\n# <img src=x onerror=alert(1)> [x](javascript:alert(1)) `c` http://evil.example @team _y_");
        assert!(!hostile.contains(['|', '<', '`', '\n', '@', '_']), "{hostile}");
        assert!(!hostile.contains("](") && !hostile.contains("://"), "{hostile}");
        assert!(!plain("www.evil.example").contains("www."));
    }
}
