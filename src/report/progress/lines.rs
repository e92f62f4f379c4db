//! Progress in a log: a line for each new deviation and error, and a periodic status.

use std::io::{self, Write};
use std::time::Instant;

use crate::progress::running::Running;

/// Scenarios named in a status.
const ROWS: usize = 4;

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

    /// The status: CI servers see that the run is alive, people see where it hangs.
    pub(crate) fn status(&mut self, running: &Running, now: Instant) -> io::Result<()> {
        let (rows, more) = running.rows(ROWS, now);
        let mut text = running.status(now);
        if !rows.is_empty() {
            text.push_str(&format!("; running: {}", rows.join(", ")));
        }
        if more > 0 {
            text.push_str(&format!(", and {more} more"));
        }
        self.line(&text)
    }
}
