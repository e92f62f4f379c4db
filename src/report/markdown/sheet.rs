//! Text of a limited length.

/// Bytes of the whole.
const LIMIT: usize = 64_000;
/// Bytes that the parts which may grow leave for what is written after them.
const RESERVE: usize = 6_000;

/// What is written so far.
pub(crate) struct Sheet {
    text: String,
    whole: &'static str,
}

impl Sheet {
    /// `whole` is the file that has what does not fit.
    pub(crate) fn new(whole: &'static str) -> Self {
        Sheet { text: String::new(), whole }
    }

    /// A line that must be there: the caller sees to it that it is short.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// As many of the lines as fit, but no more than `most`; returns how many were left out.
    fn lines(&mut self, lines: &[String], most: usize) -> usize {
        let most = most.min((LIMIT - RESERVE).saturating_sub(self.text.len()));
        let end = self.text.len() + most;
        for (number, line) in lines.iter().enumerate() {
            if self.text.len() + line.len() + 1 > end {
                return lines.len() - number;
            }
            self.line(line);
        }
        0
    }

    /// A list, of which `most` bytes are shown.
    pub(crate) fn list(&mut self, lines: &[String], most: usize) {
        let left_out = self.lines(lines, most);
        if left_out > 0 {
            self.line(&format!("- and {left_out} more: see `{}`", self.whole));
        }
        self.line("");
    }

    /// Lines that a reader unfolds, of which `most` bytes are shown; nothing where there are none.
    pub(crate) fn folded(&mut self, summary: &str, before: &[&str], lines: &[String], most: usize) {
        if lines.is_empty() {
            return;
        }
        self.line(&format!("<details><summary>{summary} ({})</summary>\n", lines.len()));
        for line in before {
            self.line(line);
        }
        let left_out = self.lines(lines, most);
        if left_out > 0 {
            self.line(&format!("\n{left_out} more did not fit: see `{}`", self.whole));
        }
        self.line("\n</details>\n");
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut sheet = Sheet::new("whole.json");
        let lines: Vec<String> = (0..10_000).map(|number| format!("- line {number:05}")).collect();
        sheet.folded("Lines", &[], &lines, usize::MAX);
        sheet.list(&lines, 130);
        let text = sheet.finish();
        let shown = text.lines().filter(|line| line.starts_with("- line")).count();
        assert!(text.len() < LIMIT, "{}", text.len());
        assert!(text.contains(&format!("{} more did not fit", 10_000 - shown)), "{shown}");
        assert!(text.contains("- and 10000 more"), "nothing fits any more");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }
}
