//! Text from an endpoint in Markdown, without effect as markup.

use std::fmt::Write as _;

use crate::text::sanitize;

/// Most characters of one text.
const CHARACTERS: usize = 300;

/// A code span: between enough backticks, nothing in it is markup, a mention or a link. Not for tables, where `|` ends
/// the cell all the same.
pub(crate) fn code(text: &str) -> String {
    let text = sanitize::clip(sanitize::line(text), CHARACTERS);
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Plain text, for sentences and table cells: characters with a meaning in Markdown, HTML or on GitHub become character
/// references. Not for the beginning of a line.
pub(crate) fn plain(text: &str) -> String {
    let text = sanitize::clip(sanitize::line(text), CHARACTERS);
    let mut written = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            // A mention or an address needs the next character right after it.
            '@' => written.push_str("@&#8203;"),
            ' ' | ',' | ';' | '.' | '-' | '/' | '(' | ')' | '%' | '=' | '+' => written.push(character),
            active if active.is_ascii_punctuation() => {
                let _infallible = write!(written, "&#{};", u32::from(active));
            }
            harmless => written.push(harmless),
        }
    }
    // The only kind of link without a colon.
    written.replace("www.", "www&#46;").replace("WWW.", "WWW&#46;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_ends_where_it_should() {
        assert_eq!(code("CreateVpc"), "`CreateVpc`");
        assert_eq!(code("a ``b` c"), "```a ``b` c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("one\ntwo </details> @team"), "`one\\ntwo </details> @team`");
        assert_eq!(code(" \n"), "` \\n`");
        assert_eq!(code(""), "(empty)");
    }

    #[test]
    fn plain_text_holds_no_markup() {
        assert_eq!(plain("a|b *c* <i>"), "a&#124;b &#42;c&#42; &#60;i&#62;");
        assert_eq!(plain("see https://x.example, www.x.example"), "see https&#58;//x.example, www&#46;x.example");
        assert_eq!(plain("@everyone"), "@&#8203;everyone");
        assert_eq!(plain("Instances are 82.4 % (12)"), "Instances are 82.4 % (12)");
    }
}
