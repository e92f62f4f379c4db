//! Progress for a log: a line for each scenario that isn't conformant, and a sign of life.

use std::io::{self, Write};
use std::time::Instant;

use crate::progress::running::Running;

/// Scenarios named in a sign of life.
const ROWS: usize = 4;

/// Lines, as they come.
pub(crate) struct Lines {
    out: Box<dyn Write + Send>,
}

impl Lines {
    pub(crate) fn new(out: Box<dyn Write + Send>) -> Self {
        Lines { out }
    }

    pub(crate) fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }

    /// How far the run is, so that a CI server sees that it lives and a person sees where it hangs.
    pub(crate) fn beat(&mut self, running: &Running, now: Instant) -> io::Result<()> {
        let (rows, more) = running.rows(ROWS, now);
        let mut text = running.standing(now);
        if !rows.is_empty() {
            text.push_str(&format!("; now: {}", rows.join(", ")));
        }
        if more > 0 {
            text.push_str(&format!(", and {more} more"));
        }
        self.line(&text)
    }
}
