//! The text of a case, kept within bounds.

use std::borrow::Cow;

use crate::model::Report;
use crate::text::sanitize;

/// Bytes of XML for one text: beyond it nobody reads, and most readers cut it anyway.
const CASE_LIMIT: usize = 40_000;
/// Bytes of XML for all texts together: GitLab refuses files of 30 MB, and the rest needs room too.
const FILE_LIMIT: usize = 20_000_000;
/// Characters of one line.
const LINE_LIMIT: usize = 4_000;

/// Text that takes no more than so many bytes of XML.
pub(crate) struct Text {
    text: String,
    room: usize,
    full: bool,
}

impl Text {
    pub(crate) fn new(room: usize) -> Self {
        Text { text: String::new(), room, full: false }
    }

    /// Adds a line, safe to show already, as long as there is room.
    pub(crate) fn line(&mut self, line: &str) {
        let line = sanitize::clip(Cow::Borrowed(line), LINE_LIMIT);
        let cost = escaped_length(&line) + 1;
        self.full |= cost > self.room;
        if !self.full {
            self.room -= cost;
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// Whether nothing more will be taken.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// The text, which says so where lines were left out.
    pub(crate) fn finish(mut self) -> String {
        if self.full {
            self.text.push_str("... there is more: the JSON report has all of it\n");
        }
        self.text
    }
}

/// What each text of a report may take, so that all of them fit into one file.
pub(crate) fn room(report: &Report) -> usize {
    let texts = |told: bool, left: bool| usize::from(told) + usize::from(left);
    let of_cases: usize = report
        .judgements
        .iter()
        .map(|one| texts(!one.findings.is_empty() || one.reason.is_some(), !one.leftovers.is_empty()))
        .sum();
    (FILE_LIMIT / (of_cases + report.troubles().len()).max(1)).min(CASE_LIMIT)
}

/// The bytes that a text takes as XML.
fn escaped_length(text: &str) -> usize {
    text.bytes()
        .map(|byte| match byte {
            b'<' | b'>' => 4,
            b'&' => 5,
            b'"' | b'\'' => 6,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_text_says_so() {
        let mut text = Text::new(20);
        ["twelve bytes", "<>", "a", ""].iter().for_each(|line| text.line(line));
        assert_eq!(text.finish(), "twelve bytes\n... there is more: the JSON report has all of it\n");
    }
}
