//! Where a finding stands in the files of the suite.

use record::Place;
use verdict::Finding;

/// A file and a line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site<'a> {
    pub(super) file: &'a str,
    /// Counted from 1.
    pub(super) line: usize,
}

impl<'a> Site<'a> {
    pub(super) fn of(finding: &'a Finding) -> Self {
        match &finding.place {
            Place::Line(location) => Site { file: &location.file, line: location.line.max(1) },
            Place::RunCheck(check) => Site { file: check.name(), line: 1 },
        }
    }

    /// The file as a relative URI.
    pub(super) fn uri(self) -> String {
        let mut uri = String::with_capacity(self.file.len());
        for byte in self.file.trim_start_matches("./").bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    uri.push(char::from(byte))
                }
                other => uri.push_str(&format!("%{other:02X}")),
            }
        }
        uri
    }
}

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn a_file_is_a_relative_uri() {
        assert_eq!(Site { file: "./suites/a b/[x].yaml", line: 3 }.uri(), "suites/a%20b/%5Bx%5D.yaml");
    }
}
