//! The text of a case, limited in size.

use std::borrow::Cow;

use crate::file_names::JSON_FILE;
use crate::model::Report;
use crate::text::sanitize;

/// Bytes of XML for one text: most readers cut longer ones.
const CASE_LIMIT: usize = 40_000;
/// Bytes of XML for all texts together: GitLab rejects files of 30 MB, and the rest takes space too.
const FILE_LIMIT: usize = 20_000_000;
const LINE_LIMIT: usize = 4_000;

/// Text of at most a given number of bytes of XML.
pub(crate) struct CaseText {
    text: String,
    left: usize,
    full: bool,
}

impl CaseText {
    pub(crate) fn new(left: usize) -> Self {
        CaseText { text: String::new(), left, full: false }
    }

    /// Adds a sanitized line if it fits.
    pub(crate) fn line(&mut self, line: &str) {
        let line = sanitize::clip(Cow::Borrowed(line), LINE_LIMIT);
        let cost = escaped_length(&line) + 1;
        self.full |= cost > self.left;
        if !self.full {
            self.left -= cost;
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// Whether a line was left out.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// The text, with a note if lines were left out.
    pub(crate) fn finish(mut self) -> String {
        if self.full {
            self.text.push_str(&format!("... truncated: {JSON_FILE} has everything\n"));
        }
        self.text
    }
}

/// Bytes for each text of a report, so that all of them fit into one file.
pub(crate) fn limit(report: &Report) -> usize {
    let texts = |output: bool, errors: bool| usize::from(output) + usize::from(errors);
    let of_cases: usize = report
        .judgements
        .iter()
        .map(|one| texts(!one.findings.is_empty() || one.reason.is_some(), !one.leftovers.is_empty()))
        .sum();
    (FILE_LIMIT / (of_cases + report.problems().len()).max(1)).min(CASE_LIMIT)
}

/// Bytes of a text as XML.
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
    fn a_truncated_text_has_a_note() {
        let mut text = CaseText::new(20);
        ["twelve bytes", "<>", "a", ""].iter().for_each(|line| text.line(line));
        assert_eq!(text.finish(), "twelve bytes\n... truncated: report.json has everything\n");
    }
}
