//! What a recorded reference contains, and how to compare with it.

use std::io::{self, Write};
use std::path::Path;

use crate::model::{End, Report, origins};
use crate::text::counted;

/// Writes the origin of the reference in that directory, how many of its scenarios can be compared with, and the
/// commands that do so.
///
/// # Errors
/// `out` cannot be written.
pub fn write_recorded(report: &Report, directory: &Path, out: &mut impl Write) -> io::Result<()> {
    let counts = report.counts();
    let Some(origin) = origins(report).into_iter().next() else { return Ok(()) };
    writeln!(out, "\nReference: {}, {}, {}, region {}", origin.name, origin.service(), origin.url, origin.region)?;
    writeln!(out, "recorded {} by ec2-compat {}, suite {}", origin.recorded, origin.tool, origin.suite)?;
    if let Some(caution) = origin.caution() {
        writeln!(out, "{caution} Differences from it are informational.")?;
    }
    let usable = counts.ran() - counts.error;
    write!(out, "{usable} of {} scenarios can be compared with it", counts.total())?;
    writeln!(out, "; {} skipped, {} not run, {} failed with an error", counts.skipped, counts.not_run, counts.error)?;
    if report.end != End::Complete {
        writeln!(out, "The run is incomplete: scenarios that were not run are not compared.")?;
    }
    let deviating = report.judgements.iter().filter(|judgement| judgement.fails(report.fail_on)).count();
    if deviating > 0 {
        let verb = if deviating == 1 { "deviates" } else { "deviate" };
        let scenarios = counted(deviating, "scenario");
        writeln!(out, "{scenarios} {verb} on the reference itself: the reference or the suite is wrong.")?;
    }
    let directory = directory.display().to_string();
    let directory = directory.trim_end_matches('/');
    writeln!(out, "\n  ec2-compat run --target NAME --reference-run {directory}     run a cloud and compare it")?;
    writeln!(out, "  ec2-compat report RUN --reference-run {directory}      compare a recorded run")
}
