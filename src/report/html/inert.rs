//! JSON without effect inside an HTML page.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Writes a value as JSON that cannot end a `<script>` element or begin a comment or tag, and has no character that is
/// a line end in JavaScript alone.
pub(crate) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Inert);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, active)) = rest.char_indices().find(|&(_, character)| is_active(character)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", u32::from(active))?;
            rest = &rest[at + active.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

fn is_active(character: char) -> bool {
    matches!(character, '<' | '>' | '&' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn active_characters_are_escaped_and_read_back() {
        let value = json!({ "</script><!--": ["<img onerror=x>", "a\u{2028}b\u{2029}&amp;\"\\<"] });
        let mut written = Vec::new();
        super::write(&mut written, &value).unwrap();
        let text = String::from_utf8(written).unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
