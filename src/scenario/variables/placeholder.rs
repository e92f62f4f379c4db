//! `${name}` within text.

use located::{TextPart, text_parts};

/// A part of text that may contain placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Literal text.
    Text(&'a str),
    /// `${name}`.
    Variable(&'a str),
    /// `${name:255}`: the value as text, filled up to so many characters.
    Filled(&'a str, usize),
}

/// The longest text that a value can be filled up to, in characters.
const MAX_WIDTH: usize = 4_096;

/// Text with a malformed placeholder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceholderError {
    /// `${` without `}`.
    #[error("`${{` has no `}}`; write `$${{` for a literal `${{`")]
    Unclosed,
    /// The text between `${` and `}` is not a name.
    #[error(
        "`{name}` is not the name of a variable: use letters, digits, `_` and `-`, with a letter or `_` first, and join parts with dots"
    )]
    BadName {
        /// The text between `${` and `}`.
        name: String,
    },
    /// The text between `:` and `}` is not a number of characters.
    #[error("`{width}` is not a number of characters from 1 to {MAX_WIDTH}")]
    BadWidth {
        /// The text between `:` and `}`.
        width: String,
    },
}

/// Replaces `${n}` and `${n:3}` with a number; everything else stays as it is.
pub(crate) fn numbered(text: &str, number: usize) -> String {
    // What cannot be split is reported where the value is read.
    let pieces = pieces(text).unwrap_or_default();
    let mut filled = String::with_capacity(text.len());
    let mut rest = 0;
    for piece in pieces {
        let (name, width) = match piece {
            Piece::Variable(name) => (name, 0),
            Piece::Filled(name, width) => (name, width),
            Piece::Text(_) => continue,
        };
        if name == COUNTER {
            let start = name.as_ptr() as usize - text.as_ptr() as usize - 2;
            let end = start + text[start..].find('}').map_or(0, |end| end + 1);
            filled.push_str(&text[rest..start]);
            filled.push_str(&format!("{number:0width$}"));
            rest = end;
        }
    }
    filled.push_str(&text[rest..]);
    filled
}

/// The variable that counts the items of a list that is made.
const COUNTER: &str = "n";

/// Splits text at its placeholders, and checks them.
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, PlaceholderError> {
    text_parts(text).map(piece).collect()
}

fn piece(part: TextPart<'_>) -> Result<Piece<'_>, PlaceholderError> {
    let inner = match part {
        TextPart::Text(text) => return Ok(Piece::Text(text)),
        TextPart::Variable(inner) => inner,
        TextPart::Unclosed(_) => return Err(PlaceholderError::Unclosed),
    };
    let (name, width) = inner.split_once(':').map_or((inner, None), |(name, width)| (name, Some(width)));
    if !is_path(name) {
        return Err(PlaceholderError::BadName { name: name.to_owned() });
    }
    let Some(width) = width else { return Ok(Piece::Variable(name)) };
    let characters = width.parse().ok().filter(|number| (1..=MAX_WIDTH).contains(number));
    let bad = || PlaceholderError::BadWidth { width: width.to_owned() };
    Ok(Piece::Filled(name, characters.ok_or_else(bad)?))
}

/// Whether a variable may have this name: letters, digits, `_` and `-`, with a letter or `_` first.
pub(crate) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// Whether text is a name, followed by names or indices, joined by dots.
fn is_path(path: &str) -> bool {
    let mut parts = path.split('.');
    parts.next().is_some_and(is_name)
        && parts.all(|part| is_name(part) || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())))
}
