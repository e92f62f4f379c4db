//! What the summary is written for.

use std::io::IsTerminal;
use std::path::PathBuf;

/// How the summary is to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Columns to fill; commands and links are never broken.
    pub width: usize,
    /// Show every finding whole and every scenario, instead of what fits a screen.
    pub verbose: bool,
    /// The files that hold the same in full; the summary points to them.
    pub written: Vec<PathBuf>,
}

impl Screen {
    /// The width of standard output where it is a terminal, else one that suits a CI log.
    pub fn of_stdout(verbose: bool, written: Vec<PathBuf>) -> Self {
        let width = if std::io::stdout().is_terminal() { textwrap::termwidth().clamp(40, 160) } else { 120 };
        Screen { width, verbose, written }
    }
}
