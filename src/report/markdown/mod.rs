//! Markdown for the summary of a CI job: short, then the particulars folded, and never too long to be taken.
//!
//! `sheet` keeps to the length, `text` keeps an endpoint's words from becoming markup, `sections` says what is told.

mod causes;
mod sections;
pub(crate) mod sheet;
pub(crate) mod text;

use std::io::{self, Write};

use crate::markdown::sheet::Sheet;
use crate::model::{Extras, Report};

/// Writes the report as Markdown, below 65,000 bytes and so below 65,000 characters: what GitHub takes as a comment,
/// and a sixteenth of what it takes as a job's summary. What does not fit is counted; the totals are always there.
pub fn write_markdown(report: &Report, extras: &Extras, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new("report.json");
    sections::write(&mut sheet, report, extras);
    out.write_all(sheet.finish().as_bytes())?;
    out.flush()
}
