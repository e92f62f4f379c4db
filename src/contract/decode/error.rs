//! Why a response cannot be decoded at all.

use std::fmt;

/// The deepest nesting that is read. EC2's own responses stay below 20.
pub(crate) const MAX_DEPTH: usize = 128;

/// Why a response cannot be decoded at all. The message contains no text of the response except names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body is not XML.
    #[error("not XML: {looks_like}")]
    NotXml {
        /// What the body looks like.
        looks_like: LooksLike,
    },
    /// The body is not UTF-8.
    #[error("not UTF-8 from byte {offset} on")]
    NotUtf8 {
        /// Offset of the first byte that is not.
        offset: usize,
    },
    /// The body declares another encoding than UTF-8, and has bytes beyond ASCII.
    #[error("declared as {encoding}, but EC2 responds in UTF-8")]
    Encoding {
        /// The encoding in the XML declaration.
        encoding: String,
    },
    /// The body has a document type declaration, which can declare entities that exhaust memory.
    #[error("line {line}, column {column}: a document type declaration (DTD), which is not read, for safety")]
    Dtd {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1 in characters.
        column: usize,
    },
    /// Elements are nested deeper than in any response of EC2.
    #[error("line {line}, column {column}: nested deeper than {MAX_DEPTH} elements, which is not read, for safety")]
    TooDeep {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1 in characters.
        column: usize,
    },
    /// The body violates a rule of XML.
    #[error("line {line}, column {column}: {reason}")]
    Malformed {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1 in characters.
        column: usize,
        /// The rule, as text for people.
        reason: String,
    },
    /// The body should be an error and is XML, but contains no error.
    #[error("it contains no error: the root element is `{root}`, not `Response`")]
    NoError {
        /// The root element's name.
        root: String,
    },
}

/// What a body that is not XML looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LooksLike {
    /// Nothing but white space, if anything.
    Empty,
    /// An HTML page.
    Html,
    /// A JSON object or array.
    Json,
    /// Any other text.
    Text,
}

impl LooksLike {
    /// What a body looks like by its first characters; absent where it may be XML.
    pub(crate) fn of(body: &[u8]) -> Option<Self> {
        let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii_start();
        let starts =
            |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
        match text.first() {
            None => Some(LooksLike::Empty),
            Some(b'{' | b'[') => Some(LooksLike::Json),
            Some(b'<') if starts("<!doctype html") || starts("<html") => Some(LooksLike::Html),
            Some(b'<') => None,
            Some(_) => Some(LooksLike::Text),
        }
    }
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LooksLike::Empty => "the body is empty",
            LooksLike::Html => "it looks like an HTML page, perhaps of a proxy",
            LooksLike::Json => "it looks like JSON",
            LooksLike::Text => "it looks like plain text",
        })
    }
}
