//! The text of an element -> a value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Number, Value};

use crate::decode::mismatch::MismatchKind;
use crate::shape::{ShapeKind, TimestampFormat};
use crate::timestamp::parse_timestamp;

/// Why a text is not a value of its type.
pub(crate) struct Wrong {
    pub(crate) kind: MismatchKind,
    pub(crate) expected: String,
}

/// The value of a text; a string where the text is not a value of the type.
///
/// As strict as the strictest of AWS's SDKs, the one for Rust: no white space around numbers, `true` and `false` in lower
/// case, integers within their 32 or 64 bits. Timestamps and blobs stay as they are on the wire.
pub(crate) fn value(kind: &ShapeKind, format: Option<TimestampFormat>, text: &str) -> (Value, Option<Wrong>) {
    let parsed = match kind {
        ShapeKind::String { values } => {
            let wrong = (!values.is_empty() && !values.iter().any(|value| value == text))
                .then(|| Wrong { kind: MismatchKind::NotInEnum, expected: some_of(values) });
            return (text.into(), wrong);
        }
        ShapeKind::Timestamp(of_shape) => {
            let wrong = parse_timestamp(text, format.unwrap_or(*of_shape)).is_none().then(|| Wrong {
                kind: MismatchKind::BadTimestamp,
                expected: "a timestamp in RFC 3339: 2014-04-29T18:30:38Z".to_owned(),
            });
            return (text.into(), wrong);
        }
        ShapeKind::Integer => text.parse::<i32>().ok().map(Value::from),
        ShapeKind::Long => text.parse::<i64>().ok().map(Value::from),
        // JSON has no numbers for these; the protocol does.
        ShapeKind::Float | ShapeKind::Double if matches!(text, "NaN" | "Infinity" | "-Infinity") => Some(text.into()),
        // Rust parses `inf` and the like, which are not numbers on the wire.
        ShapeKind::Float | ShapeKind::Double if text.contains(['n', 'N', 'i', 'I']) => None,
        ShapeKind::Float | ShapeKind::Double => text.parse().ok().and_then(Number::from_f64).map(Value::Number),
        ShapeKind::Boolean => match text {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            _ => None,
        },
        ShapeKind::Blob => {
            let packed: String = text.split_ascii_whitespace().collect();
            BASE64.decode(packed).ok().map(|_| text.into())
        }
        ShapeKind::Structure(_) | ShapeKind::List(_) | ShapeKind::Map(_) => None,
    };
    match parsed {
        Some(value) => (value, None),
        None => (text.into(), Some(Wrong { kind: MismatchKind::WrongType, expected: expected(kind).to_owned() })),
    }
}

/// The name of a type, for messages. Part of a finding's fingerprint.
pub(crate) fn expected(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Blob => "base64",
        ShapeKind::Boolean => "true or false",
        other => other.name(),
    }
}

/// The first values of an enum. Part of a finding's fingerprint.
fn some_of(values: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut text = format!("one of {}", values.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", "));
    if values.len() > SHOWN {
        text.push_str(&format!(" and {} more", values.len() - SHOWN));
    }
    text
}
