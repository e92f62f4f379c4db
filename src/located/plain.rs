//! YAML that every parser reads the same: for it one parser is enough.

use saphyr_parser::ScalarStyle;
use serde_json::Value;

/// Words that some version of YAML, or some parser, reads as something else than a string.
const RESERVED: [&str; 11] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
/// Integers of more digits do not fit everywhere.
const LONGEST_INTEGER: usize = 15;

/// Whether a text is free of all that is rare: characters beyond ASCII, tabs, directives, several documents, explicit keys.
pub(crate) fn is_plain(text: &str) -> bool {
    let rare = ["? ", "?\n", "---", "..."];
    text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte))
        && !rare.iter().any(|one| text.contains(one))
        && !text.starts_with('%')
        && !text.contains("\n%")
}

/// The value of a scalar that all parsers read the same; absent for any other. `written`: its characters in the file.
pub(crate) fn value(style: ScalarStyle, text: &str, written: &str) -> Option<Value> {
    match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            let within = written.get(1..written.len().checked_sub(1)?)?;
            (within == text && !text.contains('\\')).then(|| Value::from(text))
        }
        // A scalar of several lines is not as it is written.
        ScalarStyle::Plain if text == written => match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ if is_word(text) || is_address(text) => Some(Value::from(text)),
            _ => integer(text),
        },
        _ => None,
    }
}

/// Whether it begins with a letter or `$`, and is no reserved word.
fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '$')
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether it begins with a digit and cannot be a number, a date or a time: `10.0.0.0/16`, `30s`.
fn is_address(text: &str) -> bool {
    let no_number = |byte: u8| matches!(byte, b'/' | b'$' | b'g'..=b'n' | b'p'..=b's' | b'u'..=b'w' | b'y');
    text.starts_with(|first: char| first.is_ascii_digit()) && text.bytes().any(no_number)
}

/// An integer in its only decimal form.
fn integer(text: &str) -> Option<Value> {
    let digits = text.len() <= LONGEST_INTEGER && text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = digits && (text == "0" || !text.starts_with('0'));
    text.parse::<u64>().ok().filter(|_| canonical).map(Value::from)
}
