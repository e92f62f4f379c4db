//! The characters of XML: <https://www.w3.org/TR/xml/#charsets>, <https://www.w3.org/TR/xml/#NT-Name>.

/// Whether XML allows the character.
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Byte offset of the first character that XML does not allow.
pub(crate) fn first_forbidden(text: &str) -> Option<usize> {
    // Bytes first: almost every response is ASCII, and a loop over bytes is several times as fast.
    let suspicious = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0xef;
    let start = text.bytes().position(suspicious)?;
    text[start..].char_indices().find(|(_, c)| !is_char(*c)).map(|(offset, _)| start + offset)
}

/// Whether a text is a name with at most one colon, which separates prefix and local name.
pub(crate) fn is_qualified_name(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, local)) => is_name(prefix) && is_name(local),
        None => is_name(name),
    }
}

fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start)
        && chars.all(|c| {
            is_name_start(c)
                || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
        })
}

fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | 'a'..='z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// Whether a text is only white space.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\r', '\n']).is_empty()
}

/// Whether white space separates the attributes.
pub(crate) fn are_apart(attributes: &str) -> bool {
    let mut rest = attributes;
    while let Some(open) = rest.find(['"', '\'']) {
        let quote = &rest[open..open + 1];
        rest = rest[open + 1..].split_once(quote).map_or("", |(_, after)| after);
        if rest.starts_with(|c: char| !c.is_ascii_whitespace()) {
            return false;
        }
    }
    true
}
