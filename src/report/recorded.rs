//! What a reference that was just recorded is, and how others are compared with it.

use std::io::{self, Write};
use std::path::Path;

use crate::model::{End, Report, origins};

/// Says what the record in that directory is, of whom, how much of it can be compared with, and how.
///
/// # Errors
/// It cannot be written.
pub fn write_recorded(report: &Report, directory: &Path, out: &mut impl Write) -> io::Result<()> {
    let counts = report.counts();
    let Some(origin) = origins(report).into_iter().next() else { return Ok(()) };
    writeln!(out, "\nA reference: {}, {}, {}, region {}", origin.name, origin.what(), origin.url, origin.region)?;
    writeln!(out, "recorded {} by ec2-compat {}, suite {}", origin.recorded, origin.tool, origin.suite)?;
    if let Some(caution) = origin.caution() {
        writeln!(out, "{caution} A difference from it is told and counts against nobody.")?;
    }
    let answered = counts.ran() - counts.error;
    write!(out, "{answered} of {} scenarios can be compared with it", counts.total())?;
    writeln!(out, "; {} were skipped, {} failed on our side", counts.skipped + counts.not_asked, counts.error)?;
    if report.end != End::Complete {
        writeln!(out, "It did not come to its end: what it did not come to is compared with nothing.")?;
    }
    let strays = counts.deviates + counts.unsupported;
    if strays > 0 {
        writeln!(out, "In {strays} of them it is not as the suites say: there the reference is wrong, or the suite.")?;
    }
    // A slash tells a directory from the name of an endpoint.
    let directory = directory.display().to_string();
    let directory = directory.trim_end_matches('/');
    writeln!(out, "\n  ec2-compat run --target NAME --reference-run {directory}     a cloud beside it")?;
    writeln!(out, "  ec2-compat report RUN --reference-run {directory}      a run that was made before")
}
