//! Options of the summary.

use std::io::IsTerminal;
use std::path::PathBuf;

use crate::text::sanitize;

/// Where and how the summary is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Columns; commands and links are never broken.
    pub width: usize,
    /// Show every finding in full, and every scenario.
    pub verbose: bool,
    /// Report files, which the summary refers to.
    pub written: Vec<PathBuf>,
}

impl Screen {
    /// The width of standard output if it is a terminal, else 120 columns.
    pub fn of_stdout(verbose: bool, written: Vec<PathBuf>) -> Self {
        let width = if std::io::stdout().is_terminal() { textwrap::termwidth().clamp(40, 160) } else { 120 };
        Screen { width, verbose, written }
    }

    /// Where everything is shown.
    pub(crate) fn everything(&self) -> String {
        let is_json = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "json");
        match self.written.iter().find(is_json) {
            Some(path) => format!("{} or use --verbose", sanitize::line(&path.display().to_string())),
            None => "--verbose".to_owned(),
        }
    }
}
