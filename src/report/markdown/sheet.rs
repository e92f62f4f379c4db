//! Markdown of limited length.

/// Bytes of the whole text.
const LIMIT: usize = 64_000;
/// Bytes that lists leave for what follows them.
const RESERVE: usize = 6_000;

pub(crate) struct Sheet {
    text: String,
    /// The file that has everything.
    whole: &'static str,
}

impl Sheet {
    /// `whole` names the file that has everything.
    pub(crate) fn new(whole: &'static str) -> Self {
        Sheet { text: String::new(), whole }
    }

    /// A line that is always written: it must be short.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// As many lines as fit into `most` bytes; returns the number of others.
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

    /// A list of at most `most` bytes.
    pub(crate) fn list(&mut self, lines: &[String], most: usize) {
        let left_out = self.lines(lines, most);
        if left_out > 0 {
            self.line(&format!("- and {left_out} more: see `{}`", self.whole));
        }
        self.line("");
    }

    /// A collapsed section of at most `most` bytes; nothing if there are no lines.
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
            self.line(&format!("\n{left_out} more: see `{}`", self.whole));
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
    fn lines_that_do_not_fit_are_counted() {
        let mut sheet = Sheet::new("whole.json");
        let lines: Vec<String> = (0..10_000).map(|number| format!("- line {number:05}")).collect();
        sheet.folded("Lines", &[], &lines, usize::MAX);
        sheet.list(&lines, 130);
        let text = sheet.finish();
        let shown = text.lines().filter(|line| line.starts_with("- line")).count();
        assert!(text.len() < LIMIT, "{}", text.len());
        assert!(text.contains(&format!("\n{} more: see", 10_000 - shown)), "{shown}");
        assert!(text.contains("- and 10000 more"), "nothing fits any more");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }
}
