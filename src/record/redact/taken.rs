//! The first characters of a secret, where an escape that begins before it takes them.
//!
//! `%4` before `Ab3/` in percent escapes is `%4Ab3%2F`, of which reading leaves `Jb3/`.

use std::collections::BTreeSet;

/// How many of the first characters of a text an escape before it may take.
pub(crate) fn takeable(text: &[u8]) -> BTreeSet<usize> {
    let digits = |text: &[u8]| text.iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let mut all: BTreeSet<usize> = (1..=digits(text)).collect();
    match text {
        [b'n' | b'r' | b't' | b'b' | b'f' | b'"' | b'\\' | b'/', ..] => all.extend([1]),
        [b'u', number @ ..] if digits(number) == 4 => all.extend([5]),
        _ => {}
    }
    let reference = text.iter().take(8).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    all.extend((text.get(reference) == Some(&b';')).then_some(reference + 1));
    all
}

/// Whether an escape that ends with the characters `taken` may have become the last character of `read`.
pub(crate) fn is_end_of_escape(taken: &[u8], read: &[u8]) -> bool {
    let Some(byte) = read.last().copied() else { return false };
    let start = read.iter().rposition(|byte| byte & 0xc0 != 0x80).unwrap_or(0);
    let char = std::str::from_utf8(&read[start..]).ok().and_then(|char| char.chars().next());
    let number = char.map_or(u32::from(byte), u32::from);
    let unit = char.map_or(number, |char| u32::from(*char.encode_utf16(&mut [0; 2]).last().unwrap_or(&0)));
    let named: &[&str] = match byte {
        b'\n' => &["n"],
        b'\r' => &["r"],
        b'\t' => &["t"],
        0x08 => &["b"],
        0x0c => &["f"],
        b'"' => &["\"", "&quot;"],
        b'/' => &["/"],
        b'\\' => &["\\"],
        b'<' => &["&lt;"],
        b'>' => &["&gt;"],
        b'&' => &["&amp;"],
        b'\'' => &["&apos;"],
        _ => &[],
    };
    let numbers = [format!("%{byte:02x}"), format!("\\u{unit:04x}"), format!("&#{number};"), format!("&#x{number:x};")];
    let taken = taken.to_ascii_lowercase();
    let mut escapes = numbers.iter().map(String::as_str).chain(named.iter().copied());
    escapes.any(|escape| escape.as_bytes().ends_with(&taken))
}
