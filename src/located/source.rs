//! The text of a file, and places in it.

use std::sync::Arc;

/// A range of bytes of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset of the byte after the last.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end: end.max(start) }
    }
}

/// A place in a text, as editors count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
}

/// The text of a file, and the name that messages call it by.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    name: Arc<str>,
    text: String,
    /// Offset of the first byte of each line.
    lines: Vec<usize>,
}

impl Source {
    /// The source of a text that was not read from a file. A byte order mark is dropped.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { name: name.into(), text, lines }
    }

    /// The name that messages call the file by.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span, as far as the span is within the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start.min(self.text.len())..span.end.min(self.text.len())).unwrap_or_default()
    }

    /// The character that contains a byte; empty at the end of the text.
    pub fn character(&self, byte: usize) -> Span {
        let start = self.text.floor_char_boundary(byte.min(self.text.len()));
        Span::new(start, start + self.text[start..].chars().next().map_or(0, char::len_utf8))
    }

    /// The character at a line and column, both counted from 1; the end of the line where the column is beyond it.
    pub fn character_at(&self, line: usize, column: usize) -> Span {
        let start = line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(self.text.len());
        let content = self.line(line);
        let offset = content.char_indices().nth(column.saturating_sub(1)).map_or(content.len(), |(at, _)| at);
        self.character(start + offset)
    }

    /// The line and column of a byte.
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= byte) - 1;
        let column = self.text[self.lines[line]..].char_indices().take_while(|(at, _)| self.lines[line] + at < byte);
        Position { line: line + 1, column: column.count() + 1 }
    }

    /// The text of a line (counted from 1) without its line break; empty beyond the last.
    pub fn line(&self, line: usize) -> &str {
        let Some(start) = line.checked_sub(1).and_then(|index| self.lines.get(index)) else { return "" };
        self.text[*start..].split('\n').next().unwrap_or_default().trim_end_matches('\r')
    }

    /// The bytes of the lines `first` to `last` (counted from 1), without the last line break.
    pub(crate) fn lines(&self, first: usize, last: usize) -> Span {
        let start = self.lines.get(first - 1).copied().unwrap_or(self.text.len());
        let end = self.lines.get(last).map_or(self.text.len(), |next| next - 1);
        Span::new(start, end)
    }

    /// The first occurrence of `fragment` within `span` as a whole word; `span` itself where there is none, as in a
    /// scalar with escapes.
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

    /// The character at byte `offset` of `content`, where `span` contains `content` literally; else `span`.
    pub fn locate_offset(&self, span: Span, content: &str, offset: usize) -> Span {
        match self.slice(span).find(content) {
            Some(at) if content.is_char_boundary(offset) => self.character(span.start + at + offset),
            _ => span,
        }
    }
}
