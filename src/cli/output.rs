//! How results are shown: the arguments of every command that reports.

use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::context::Done;
use crate::record::ReadError;
use crate::report::{
    Exit, Extras, FAIL_ON, JunitFlavor, Report, ScenarioEvidence, Screen, WriteOptions, write_all, write_annotations,
    write_summary,
};
use crate::session::Failure;
use crate::verdict::Severity;

/// How results are shown.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Print no progress, only the summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Print every finding in full, not only what fits on a screen
    #[arg(long, short)]
    verbose: bool,
    /// The JUnit flavor; `strict` writes only what junit-10.xsd allows
    #[arg(long, value_enum, default_value_t = Flavor::Common)]
    junit: Flavor,
    /// Also write a badge: badge.svg, and badge.json for shields.io
    #[arg(long, help_heading = "Formats for code review")]
    badge: bool,
    /// Also write SARIF: report.sarif
    #[arg(long, help_heading = "Formats for code review")]
    sarif: bool,
    /// Also write GitLab's code quality report: gl-code-quality-report.json
    #[arg(long, help_heading = "Formats for code review")]
    code_quality: bool,
    /// Also print a GitHub Actions annotation for each new cause: `::error file=...`
    #[arg(long, help_heading = "Formats for code review")]
    annotations: bool,
    /// The lowest severity at which a new deviation fails the run; a missing action is breaking
    #[arg(long, value_name = "SEVERITY", env = "EC2_COMPAT_FAIL_ON", value_parser = severity(), default_value_t = FAIL_ON)]
    fail_on: Severity,
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(["breaking", "differs", "cosmetic"]).try_map(|word| word.parse::<Severity>())
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Flavor {
    Common,
    Strict,
}

impl OutputArgs {
    /// The lowest severity at which a new deviation fails the run.
    pub fn fail_on(&self) -> Severity {
        self.fail_on
    }

    /// Writes the reports' files and the summary.
    pub fn show(
        &self,
        report: &mut Report,
        extras: &Extras,
        mut evidence: impl Iterator<Item = Result<ScenarioEvidence, ReadError>>,
        out: &Path,
    ) -> Done {
        report.fail_on = self.fail_on;
        let flavor = match self.junit {
            Flavor::Common => JunitFlavor::Common,
            Flavor::Strict => JunitFlavor::Strict,
        };
        let &OutputArgs { badge, sarif, code_quality, .. } = self;
        let options = WriteOptions { flavor, badge, sarif, code_quality };
        let written = write_all(out, report, extras, &mut evidence, options).map_err(Failure::could_not_run)?;
        let screen = Screen::of_stdout(self.verbose, written);
        // A closed pipe is no error: the files are written.
        let _ = write_summary(report, extras, &screen, &mut anstream::stdout());
        if self.annotations {
            // Not through anstream: a runner reads commands at the beginning of a line.
            let _ = write_annotations(report, extras, &mut std::io::stdout().lock());
        }
        Ok(Exit::of(report))
    }
}
