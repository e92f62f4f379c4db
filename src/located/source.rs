//! A file's text, and places in it.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;

/// A range of bytes of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start) }
    }
}

/// A place as editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
}

/// A file's text under the name that messages call it by.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    name: Arc<str>,
    text: String,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
}

impl Source {
    /// A text that did not come from a file of its own. A byte order mark is dropped.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { name: name.into(), text, lines }
    }

    /// Reads a file of at most `limit` bytes; `name` is what messages call it.
    ///
    /// # Errors
    /// The file cannot be read, is no regular file, is larger than `limit` (found out before it is read),
    /// or is not UTF-8.
    pub fn read(path: &Path, name: impl Into<Arc<str>>, limit: u64) -> Result<Self, Diagnostic> {
        let name = name.into();
        let unreadable = |error: std::io::Error| {
            Diagnostic::error("unreadable-file", format!("cannot read the file: {error}")).in_file(name.clone())
        };
        let too_large = |size: u64| {
            Diagnostic::error("file-too-large", format!("the file has {size} bytes; at most {limit} are read"))
                .in_file(name.clone())
                .help("split it: one scenario, one file")
        };
        let about = std::fs::metadata(path).map_err(unreadable)?;
        if !about.is_file() {
            return Err(Diagnostic::error("unreadable-file", "not a regular file").in_file(name));
        }
        if about.len() > limit {
            return Err(too_large(about.len()));
        }
        let mut bytes = Vec::with_capacity(about.len() as usize + 1);
        // The file may have grown since its size was asked for.
        File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(bytes.len() as u64));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(name, text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
                let headline = format!("not UTF-8: byte {} of the file, in line {line}", valid + 1);
                Err(Diagnostic::error("not-utf8", headline).in_file(name).help("save the file as UTF-8"))
            }
        }
    }

    /// What messages call the file.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span, cut to what there is.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start.min(self.text.len())..span.end.min(self.text.len())).unwrap_or_default()
    }

    /// The character at a byte, or where the text ends.
    pub fn character(&self, byte: usize) -> Span {
        let start = self.text.floor_char_boundary(byte.min(self.text.len()));
        Span::new(start, start + self.text[start..].chars().next().map_or(0, char::len_utf8))
    }

    /// The character at a line and column, both counted from 1, or the line's end.
    pub fn character_at(&self, line: usize, column: usize) -> Span {
        let start = line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(self.text.len());
        let content = self.line(line);
        let offset = content.char_indices().nth(column.saturating_sub(1)).map_or(content.len(), |(at, _)| at);
        self.character(start + offset)
    }

    /// Line and column of a byte.
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= byte) - 1;
        let column = self.text[self.lines[line]..].char_indices().take_while(|(at, _)| self.lines[line] + at < byte);
        Position { line: line + 1, column: column.count() + 1 }
    }

    /// The line (counted from 1) without its end; empty beyond the last.
    pub fn line(&self, line: usize) -> &str {
        let Some(start) = line.checked_sub(1).and_then(|index| self.lines.get(index)) else { return "" };
        self.text[*start..].split('\n').next().unwrap_or_default().trim_end_matches('\r')
    }

    /// The bytes of the lines `first` to `last` (counted from 1), the last line's end not included.
    pub(crate) fn lines(&self, first: usize, last: usize) -> Span {
        let start = self.lines.get(first - 1).copied().unwrap_or(self.text.len());
        let end = self.lines.get(last).map_or(self.text.len(), |next| next - 1);
        Span::new(start, end)
    }

    /// Where `fragment` stands within `span`: the first time it does as a word of its own, or `span` itself
    /// when it does not (a scalar with escapes in it, say).
    pub fn locate(&self, span: Span, fragment: &str) -> Span {
        let inside = self.slice(span);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let whole_word = |at: &usize| {
            let (before, after) = (&inside[..*at], &inside[at + fragment.len()..]);
            let runs_on_before = fragment.starts_with(is_word) && before.ends_with(is_word);
            let runs_on_after = fragment.ends_with(is_word) && after.starts_with(is_word);
            !runs_on_before && !runs_on_after
        };
        match inside.match_indices(fragment).map(|(at, _)| at).find(whole_word) {
            Some(at) if !fragment.is_empty() => Span::new(span.start + at, span.start + at + fragment.len()),
            _ => span,
        }
    }

    /// Where the byte `offset` of `content` stands, when `content` is in `span` letter by letter; else `span`.
    pub fn locate_offset(&self, span: Span, content: &str, offset: usize) -> Span {
        match self.slice(span).find(content) {
            Some(at) if content.is_char_boundary(offset) => self.character(span.start + at + offset),
            _ => span,
        }
    }
}
