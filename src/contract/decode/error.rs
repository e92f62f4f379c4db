//! Why an answer cannot be read at all.

use std::fmt;

/// The deepest nesting that is read. EC2's own answers stay below 20.
pub(crate) const MAX_DEPTH: usize = 128;

/// Why an answer cannot be read at all. None of its text is repeated here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It is something else than XML.
    #[error("not XML: {looks_like}")]
    NotXml {
        /// What it looks like.
        looks_like: LooksLike,
    },
    /// It is not UTF-8.
    #[error("not UTF-8 from byte {offset} on")]
    NotUtf8 {
        /// The first byte that is not, counted from 0.
        offset: usize,
    },
    /// It declares an encoding that is not UTF-8, and has bytes beyond ASCII.
    #[error("declared to be in {encoding}; EC2 answers in UTF-8")]
    Encoding {
        /// The encoding that the XML declaration names.
        encoding: String,
    },
    /// It has a document type declaration, by which entities can be declared that blow up what reads them.
    #[error("line {line}, column {column}: a document type declaration (DTD); it is not read, for safety")]
    Dtd {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
    },
    /// It is nested deeper than any answer of EC2's.
    #[error("line {line}, column {column}: nested deeper than {MAX_DEPTH} elements; it is not read, for safety")]
    TooDeep {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
    },
    /// It breaks the rules of XML.
    #[error("line {line}, column {column}: {reason}")]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
        /// Which rule.
        reason: String,
    },
    /// It should be an error and is XML, but has none in it.
    #[error("no error in it: the root element is `{root}`, not `Response`")]
    NoError {
        /// The root element's name.
        root: String,
    },
}

/// What a body that is not XML looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LooksLike {
    /// Nothing, or nothing but white space.
    Empty,
    /// A page for people.
    Html,
    /// JSON.
    Json,
    /// Other text.
    Text,
}

impl LooksLike {
    /// What a body looks like by its first characters, unless it may be XML.
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
            LooksLike::Html => "it looks like an HTML page, of a proxy perhaps",
            LooksLike::Json => "it looks like JSON",
            LooksLike::Text => "it looks like plain text",
        })
    }
}
