//! GitLab's code quality report: what a merge request shows as new and as resolved.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use serde::Serialize;
use verdict::{Cause, Severity};

use crate::checks::site::Site;
use crate::model::{CauseLists, Report, ReportCauses};
use crate::text::{of_flaky, places, sanitize};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    /// Unique in the file.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Writes an issue for each new cause. Known deviations are left out: GitLab shows a deviation as resolved once it is known.
pub(crate) fn write(report: &Report, causes: &ReportCauses<'_>, out: &mut dyn Write) -> io::Result<()> {
    let lists = CauseLists::of(report, causes);
    let issues: Vec<Issue> = lists.counting.iter().chain(&lists.generated).map(|cause| issue(cause)).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)?;
    out.flush()
}

fn issue(cause: &Cause<'_>) -> Issue {
    let finding = cause.finding();
    let site = Site::of(finding);
    let description = format!("{}; in {}{}", cause.title, places(&cause.scenarios()), of_flaky(cause));
    Issue {
        description: sanitize::line(&description).into_owned(),
        check_name: finding.kind.code(),
        fingerprint: cause.fingerprint.clone(),
        severity: match cause.severity {
            Severity::Breaking => "critical",
            Severity::Differs => "major",
            Severity::Cosmetic => "minor",
        },
        location: Location {
            path: sanitize::line(site.file.trim_start_matches("./")).into_owned(),
            lines: Lines { begin: site.line },
        },
    }
}
