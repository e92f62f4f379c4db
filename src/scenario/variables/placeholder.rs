//! `${name}` within text.

/// A part of text that may contain placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Literal text.
    Text(&'a str),
    /// `${name}`.
    Variable(&'a str),
}

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
}

/// Splits text at its placeholders; `$${` is a literal `${`.
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, PlaceholderError> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        if rest[..at].ends_with('$') {
            // `$${`: one dollar is dropped, the rest is literal.
            push_text(&mut found, &rest[..at - 1]);
            push_text(&mut found, &rest[at..at + 2]);
            rest = &rest[at + 2..];
            continue;
        }
        push_text(&mut found, &rest[..at]);
        let length = rest[at..].find('}').ok_or(PlaceholderError::Unclosed)?;
        let name = &rest[at + 2..at + length];
        if !is_path(name) {
            return Err(PlaceholderError::BadName { name: name.to_owned() });
        }
        found.push(Piece::Variable(name));
        rest = &rest[at + length + 1..];
    }
    push_text(&mut found, rest);
    Ok(found)
}

fn push_text<'a>(found: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.is_empty() {
        found.push(Piece::Text(text));
    }
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
