//! `ec2-compat compare`: what changed between two recorded runs of a cloud.

use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Done;
use super::criteria::CriteriaArgs;
use crate::record::newest_run;
use crate::report::{ChangeSummary, Comparison, Report, Screen, write_comparison, write_comparison_files};
use crate::session::{Failure, JudgedRun, judge_run};
use crate::verdict::change::{Changes, Latencies, Questions, Side};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The earlier run's directory, or one of runs: then the newest that came to its end
    before: PathBuf,
    /// The later run's directory, or one of runs
    after: PathBuf,
    /// Where compare.md and compare.json go; absent: only the screen
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    beside: Beside,
    /// Everything, not only what fits a screen
    #[arg(long, short)]
    verbose: bool,
}

/// What both runs are judged by, beside their suites.
#[derive(Debug, Default, Args)]
struct Beside {
    /// A reviewed file of `ec2-compat learn-noise`: what it names is no difference
    #[arg(long, value_name = "FILE")]
    noise: Option<PathBuf>,
    /// The folder of scenarios whose known/*.yaml count; absent: the copy in each run's directory
    #[arg(long, value_name = "DIR")]
    known: Option<PathBuf>,
}

pub fn run(arguments: Arguments) -> Done {
    let (before, after) = both(&arguments.before, &arguments.after, &arguments.beside)?;
    let changes = Changes::between(before.side(), after.side());
    let comparison = Comparison { before: &before.report, after: &after.report, changes };
    let written = match &arguments.out {
        Some(out) => write_comparison_files(out, &comparison).map_err(Failure::could_not_run)?,
        None => Vec::new(),
    };
    let screen = Screen::of_stdout(arguments.verbose, written);
    // Who closed the pipe does not want to read on; the files are written.
    let _ = write_comparison(&comparison, &screen, &mut anstream::stdout());
    Ok(comparison.outcome().exit())
}

/// What changed since an earlier run, for the top of a later one's reports.
pub fn since(before: &Path, after: &Path) -> Result<ChangeSummary, Failure> {
    let (before, after) = both(before, after, &Beside::default())?;
    let changes = Changes::between(before.side(), after.side());
    Ok(Comparison { before: &before.report, after: &after.report, changes }.summary())
}

/// Both runs, judged: the earlier one is the reference of the later one.
fn both(before: &Path, after: &Path, beside: &Beside) -> Result<(Judged, Judged), Failure> {
    let run = |directory: &Path| newest_run(directory).map_err(Failure::could_not_run);
    let (before, after) = (run(before)?, run(after)?);
    Ok((Judged::read(&before, None, beside)?, Judged::read(&after, Some(&before), beside)?))
}

/// One of the runs, judged.
struct Judged {
    report: Report,
    questions: Questions,
    latencies: Latencies,
}

impl Judged {
    /// Judges a run by the suite that it was asked, with another run of the same cloud as its reference.
    fn read(directory: &Path, reference: Option<&Path>, beside: &Beside) -> Result<Self, Failure> {
        let mut latencies = Latencies::default();
        let Beside { noise, known } = beside;
        let named =
            CriteriaArgs { reference_run: reference.map(Path::to_owned), noise: noise.clone(), known: known.clone() };
        let criteria = named.read(directory)?;
        let JudgedRun { report, suite, .. } = judge_run(directory, criteria, |transcript| latencies.take(transcript))?;
        Ok(Judged { report, questions: Questions::of(&suite), latencies })
    }

    fn side(&self) -> Side<'_> {
        Side {
            head: &self.report.head,
            judgements: &self.report.judgements,
            questions: &self.questions,
            latencies: &self.latencies,
        }
    }
}
