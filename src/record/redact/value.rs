//! The value of a name in a text of any syntax: a form, a header, XML, JSON.

use std::ops::Range;

use crate::redact::treatment::Treatment;

/// A value's bytes, and their syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) range: Range<usize>,
    pub(crate) syntax: Syntax,
}

/// The ways to write a value after its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// `name=value`, of a form, a URL, a header or an XML attribute.
    Pair,
    /// `name: value`, of a header.
    Header,
    /// `"name": "value"`.
    Json,
    /// `<name>value</name>`.
    Xml,
}

/// Bytes between the name in an XML tag and the tag's ends, at most.
const LONGEST_TAG: usize = 256;

/// The value of the name at `name`; absent where none follows. `end` is the next [`end_tag`] of that name.
pub(crate) fn value_of(bytes: &[u8], name: Range<usize>, end: Option<usize>, treatment: Treatment) -> Option<Value> {
    let before = name.start.checked_sub(1).map(|at| bytes[at]);
    if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    if let Some(tag) = start_of_tag(bytes, name.start) {
        return if bytes[tag] == b'/' { None } else { element(bytes, name.end, end) };
    }
    let quoted = before.filter(|byte| matches!(byte, b'"' | b'\''));
    if let Some(quote) = quoted {
        return (bytes.get(name.end) == Some(&quote)).then(|| json(bytes, name.end + 1))?;
    }
    let at = skip_blanks(bytes, end_of_path(bytes, name.end));
    match bytes.get(at)? {
        b'=' => Some(pair(bytes, skip_blanks(bytes, at + 1), treatment)),
        b':' => Some(header(bytes, skip_blanks(bytes, at + 1))),
        _ => None,
    }
}

/// The end of a parameter's name within a structure or list: `UserData.Value`, `PreSharedKey.1`.
fn end_of_path(bytes: &[u8], name: usize) -> usize {
    match bytes.get(name) {
        Some(b'.') => name + bytes[name..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'.').count(),
        _ => name,
    }
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn until(bytes: &[u8], start: usize, ends: impl Fn(u8) -> bool) -> Range<usize> {
    let length = bytes[start..].iter().position(|byte| ends(*byte)).unwrap_or(bytes.len() - start);
    start..start + length
}

/// The first byte after the `<` of the tag that the name is in; absent where it is in none.
fn start_of_tag(bytes: &[u8], name: usize) -> Option<usize> {
    let inner = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'_' | b'-' | b'.');
    let prefix = bytes[name.saturating_sub(LONGEST_TAG)..name].iter().rev().take_while(inner).count();
    let start = name - prefix;
    let at_name = prefix == 0 || matches!(bytes[name - 1], b':' | b'/');
    (at_name && start > 0 && bytes[start - 1] == b'<').then_some(start)
}

/// The first byte (`<`) of the end tag that the name is in; absent where it is in none.
pub(crate) fn end_tag(bytes: &[u8], name: usize) -> Option<usize> {
    start_of_tag(bytes, name).filter(|tag| bytes[*tag] == b'/').map(|tag| tag - 1)
}

fn element(bytes: &[u8], after: usize, end: Option<usize>) -> Option<Value> {
    let delimited = bytes.get(after).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    if !delimited {
        return None;
    }
    let tag = &bytes[after..bytes.len().min(after + LONGEST_TAG)];
    let tag_end = tag.iter().position(|byte| *byte == b'>')?;
    if tag_end > 0 && tag[tag_end - 1] == b'/' {
        return None;
    }
    let start = after + tag_end + 1;
    // A response that was cut short has no end tag.
    let range = end.map_or_else(|| until(bytes, start, |byte| byte == b'<'), |end| start..end.max(start));
    Some(Value { range, syntax: Syntax::Xml })
}

fn json(bytes: &[u8], after: usize) -> Option<Value> {
    let blank = |at: usize| at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let colon = blank(after);
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let start = blank(colon + 1);
    let range = match bytes.get(start)? {
        quote @ (b'"' | b'\'') => quoted(bytes, start + 1, *quote),
        b'{' | b'[' => return None,
        _ => until(bytes, start, |byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']')),
    };
    Some(Value { range, syntax: Syntax::Json })
}

fn quoted(bytes: &[u8], start: usize, quote: u8) -> Range<usize> {
    let mut escaped = false;
    let length = bytes[start..].iter().position(|byte| {
        let ends = *byte == quote && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    start..length.map_or(bytes.len(), |length| start + length)
}

fn pair(bytes: &[u8], start: usize, treatment: Treatment) -> Value {
    let range = match bytes.get(start) {
        Some(quote @ (b'"' | b'\'')) => quoted(bytes, start + 1, *quote),
        _ => until(bytes, start, |byte| {
            // Commas separate the parts of an `Authorization` header; a password may contain one.
            let separates = treatment != Treatment::Member && byte == b',';
            separates || byte.is_ascii_whitespace() || matches!(byte, b'&' | b'"' | b'\'' | b'<' | b'>')
        }),
    };
    Value { range, syntax: Syntax::Pair }
}

fn header(bytes: &[u8], start: usize) -> Value {
    Value { range: until(bytes, start, |byte| matches!(byte, b'\r' | b'\n' | b'<' | b'"')), syntax: Syntax::Header }
}
