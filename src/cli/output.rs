//! How results are shown: the arguments of every command that reports.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::context::Done;
use crate::report::{Exit, Extras, JunitFlavor, Report, Screen, WriteOptions, write_all, write_summary};
use crate::session::{EvidenceReader, Failure};
use crate::verdict::Severity;

/// How results are shown.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// No progress, only the summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Print every finding in full, not only what fits a screen
    #[arg(long, short)]
    verbose: bool,
    /// The JUnit flavor: `strict` has only what junit-10.xsd allows
    #[arg(long, value_enum, default_value_t = Flavour::Common)]
    junit: Flavour,
    /// The mildest severity of a new deviation that fails the run; a missing action is breaking
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Differs)]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Breaking,
    Differs,
    Cosmetic,
}

impl From<FailOn> for Severity {
    fn from(fail_on: FailOn) -> Self {
        match fail_on {
            FailOn::Breaking => Severity::Breaking,
            FailOn::Differs => Severity::Differs,
            FailOn::Cosmetic => Severity::Cosmetic,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Flavour {
    Common,
    Strict,
}

impl OutputArgs {
    /// Writes the reports' files and the summary.
    pub fn show(&self, report: &mut Report, extras: &Extras, mut evidence: EvidenceReader, out: &Path) -> Done {
        report.fail_on = self.fail_on.into();
        let flavour = match self.junit {
            Flavour::Common => JunitFlavor::Common,
            Flavour::Strict => JunitFlavor::Strict,
        };
        let written = write_all(out, report, extras, &mut evidence, WriteOptions { flavor: flavour })
            .map_err(Failure::could_not_run)?;
        let screen = Screen::of_stdout(self.verbose, written);
        // A closed pipe is no error: the files are written.
        let _ = write_summary(report, extras, &screen, &mut anstream::stdout());
        Ok(Exit::of(report))
    }
}
