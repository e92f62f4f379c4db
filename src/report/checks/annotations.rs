//! Annotations of GitHub Actions: commands in the log that mark lines of files.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::io::{self, Write};

use verdict::{Cause, Severity};

use crate::checks::site::Site;
use crate::model::{CauseLists, Extras, Report, ReportCauses};
use crate::text::{counted, places, sanitize, severity_word};

/// Most annotations. GitHub shows ten errors, ten warnings and ten notices of a step; the log has the others.
const MOST: usize = 50;

/// Writes an annotation for each new cause, most severe first: an error if it fails the run, else a warning, or a notice if it is
/// cosmetic.
///
/// # Errors
/// `out` cannot be written.
pub fn write_annotations(report: &Report, extras: &Extras, out: &mut dyn Write) -> io::Result<()> {
    let causes = ReportCauses::of(report, extras);
    let lists = CauseLists::of(report, &causes);
    let mut new: Vec<&Cause<'_>> = lists.counting.iter().chain(&lists.generated).copied().collect();
    new.sort_by_key(|cause| cause.severity);
    for cause in new.iter().take(MOST) {
        annotation(report, cause, out)?;
    }
    match new.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(out, "::notice::{} in the report", counted(more, "more cause")),
    }
}

fn annotation(report: &Report, cause: &Cause<'_>, out: &mut dyn Write) -> io::Result<()> {
    let finding = cause.finding();
    let command = match cause.severity {
        severity if severity <= report.fail_on => "error",
        Severity::Breaking | Severity::Differs => "warning",
        Severity::Cosmetic => "notice",
    };
    let Site { file, line } = Site::of(finding);
    let title = format!("{} {}", finding.kind.code(), finding.kind.title());
    let text = format!("{}, {}; in {}", cause.title, severity_word(cause.severity), places(&cause.scenarios()));
    writeln!(out, "::{command} file={},line={line},title={}::{}", property(file), property(&title), data(&text))
}

/// The text of a command.
fn data(text: &str) -> String {
    sanitize::line(text).replace('%', "%25")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
