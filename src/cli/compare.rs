//! `ec2-compat compare`: what changed between two recorded runs of a cloud.

use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Done;
use super::criteria::{CriteriaArgs, KNOWN_HELP};
use crate::record::newest_run;
use crate::report::{ChangeSummary, Comparison, Report, Screen, write_comparison, write_comparison_files};
use crate::session::{Failure, JudgedRun, judge_run};
use crate::verdict::change::{Changes, Latencies, RunSide, SuiteDigest};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The earlier run's directory, or a directory of runs (then the newest complete one)
    before: PathBuf,
    /// The later run's directory, or a directory of runs
    after: PathBuf,
    /// The folder to write compare.md and compare.json to [default: no files are written]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    criteria: SharedCriteria,
    /// Print all changes, not only those that fit on a screen
    #[arg(long, short)]
    verbose: bool,
}

/// What both runs are judged by, besides their suites.
#[derive(Debug, Default, Args)]
struct SharedCriteria {
    /// A reviewed noise file (`ec2-compat learn-noise` writes one), whose differences are ignored
    #[arg(long, value_name = "FILE")]
    noise: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = KNOWN_HELP)]
    known: Option<PathBuf>,
}

pub fn run(arguments: Arguments) -> Done {
    let (before, after) = both(&arguments.before, &arguments.after, &arguments.criteria)?;
    let changes = Changes::between(before.side(), after.side());
    let comparison = Comparison { before: &before.report, after: &after.report, changes };
    let written = match &arguments.out {
        Some(out) => write_comparison_files(out, &comparison).map_err(Failure::could_not_run)?,
        None => Vec::new(),
    };
    let screen = Screen::of_stdout(arguments.verbose, written);
    // A closed pipe is no error: the files are written.
    let _ = write_comparison(&comparison, &screen, &mut anstream::stdout());
    Ok(comparison.outcome().exit())
}

/// What changed since an earlier run, for the top of a later one's reports.
pub fn since(before: &Path, after: &Path) -> Result<ChangeSummary, Failure> {
    let (before, after) = both(before, after, &SharedCriteria::default())?;
    let changes = Changes::between(before.side(), after.side());
    Ok(Comparison { before: &before.report, after: &after.report, changes }.summary())
}

/// Both runs, judged: the earlier one is the reference of the later one.
fn both(before: &Path, after: &Path, shared: &SharedCriteria) -> Result<(Judged, Judged), Failure> {
    let run = |directory: &Path| newest_run(directory).map_err(Failure::could_not_run);
    let (before, after) = (run(before)?, run(after)?);
    Ok((Judged::read(&before, None, shared)?, Judged::read(&after, Some(&before), shared)?))
}

/// One of the runs, judged.
struct Judged {
    report: Report,
    suite: SuiteDigest,
    latencies: Latencies,
}

impl Judged {
    /// Judges a run by its own suite, with another run of the same cloud as its reference.
    fn read(directory: &Path, reference: Option<&Path>, shared: &SharedCriteria) -> Result<Self, Failure> {
        let mut latencies = Latencies::default();
        let SharedCriteria { noise, known } = shared;
        let named =
            CriteriaArgs { reference_run: reference.map(Path::to_owned), noise: noise.clone(), known: known.clone() };
        let criteria = named.read(directory)?;
        let JudgedRun { report, suite, .. } = judge_run(directory, criteria, |transcript| latencies.take(transcript))?;
        Ok(Judged { report, suite: SuiteDigest::of(&suite), latencies })
    }

    fn side(&self) -> RunSide<'_> {
        RunSide {
            head: &self.report.head,
            judgements: &self.report.judgements,
            suite: &self.suite,
            latencies: &self.latencies,
        }
    }
}
