//! Markdown for the summary of a CI job: short, with collapsed details, within the limits of CI servers.
//!
//! `sheet` limits the length, `text` keeps text from an endpoint from becoming markup, `sections` and `score` have the content.

mod causes;
mod score;
mod sections;
pub(crate) mod sheet;
pub(crate) mod text;

use std::io::{self, Write};

use crate::file_names::JSON_FILE;
use crate::markdown::sheet::Sheet;
pub(crate) use crate::markdown::text::{code, plain};
use crate::model::{Extras, Report, ReportCauses};

/// Writes the report as Markdown of less than 65,000 bytes, and so characters: GitHub's limit for a comment, and a
/// sixteenth of that for a job summary. Lines that do not fit are counted; the totals are always there.
pub fn write_markdown(report: &Report, extras: &Extras, out: &mut dyn Write) -> io::Result<()> {
    write(report, extras, &ReportCauses::of(report, extras), out)
}

pub(crate) fn write(
    report: &Report,
    extras: &Extras,
    causes: &ReportCauses<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut sheet = Sheet::new(JSON_FILE);
    sections::write(&mut sheet, report, extras, causes);
    out.write_all(sheet.finish().as_bytes())?;
    out.flush()
}
