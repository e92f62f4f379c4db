//! Text that came from elsewhere, within a Markdown table.

use crate::text::sanitize;

/// As it is, with nothing in it that Markdown or HTML would act on. What they would not act on stays readable.
pub(crate) fn plain(text: &str) -> String {
    let text = sanitize::line(text);
    let mut safe = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
        let acts = match letter {
            '&' | '<' | '>' | '|' | '`' | '*' | '\\' | '~' | '#' | '@' => true,
            // Between letters it is one of a name.
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

/// The same, in the type of code.
pub(crate) fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

#[cfg(test)]
mod tests {
    use super::{code, plain};

    #[test]
    fn nothing_of_it_is_markup() {
        assert_eq!(code("Filters[vpc-id]: aws_vpc"), "<code>Filters[vpc-id]: aws_vpc</code>");
        let hostile =
            plain("a|b\n# <img src=x onerror=alert(1)> [x](javascript:alert(1)) `c` http://evil.example @team _y_");
        assert!(!hostile.contains(['|', '<', '`', '\n', '@', '_']), "{hostile}");
        assert!(!hostile.contains("](") && !hostile.contains("://"), "{hostile}");
        assert!(!plain("www.evil.example").contains("www."));
    }
}
