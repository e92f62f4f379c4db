//! Where a finding stands in the files of the suite.

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
        let place = finding.place.as_str();
        let parts =
            place.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok().filter(|line| *line > 0)?)));
        let (file, line) = parts.unwrap_or((place, 1));
        Site { file, line }
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
