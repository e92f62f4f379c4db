//! `ec2-compat report`: every report of a recorded run.

use std::path::{Path, PathBuf};

use clap::Args;

use super::compare;
use super::context::Done;
use super::criteria::CriteriaArgs;
use super::output::OutputArgs;
use crate::session::{Context, EvidenceReader, JudgedRun, judge_runs, prepare_drafts, references};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The run's directory
    run: PathBuf,
    /// The folder to write the reports to [default: the run's directory]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A later run of the same suite on the same endpoint (`run --failed`), whose attempts are added to those of the run
    #[arg(long, value_name = "DIR")]
    merge: Vec<PathBuf>,
    #[command(flatten)]
    criteria: CriteriaArgs,
    /// An earlier run; the reports begin with the changes since then
    #[arg(long, value_name = "DIR")]
    since: Option<PathBuf>,
    /// Write scenario drafts of what the clients of the run did into this folder, as `observe --draft` does
    #[arg(long, value_name = "DIR")]
    draft: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Arguments {
    /// Those for a run whose reports go into its directory.
    pub(super) fn of(run: PathBuf, criteria: CriteriaArgs, since: Option<PathBuf>, output: OutputArgs) -> Self {
        Arguments { run, out: None, merge: Vec::new(), criteria, since, draft: None, output }
    }
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let directory = &arguments.run;
    arguments.draft.as_deref().map(prepare_drafts).transpose()?;
    let (judged, raised) = judge_runs(directory, &arguments.merge, arguments.criteria.read(directory)?, |_| {})?;
    let JudgedRun { mut report, mut extras, suite, .. } = judged;
    if let Some(since) = &arguments.since {
        extras.change = Some(compare::since(since, directory)?);
    }
    let evidence = |directory: &Path| {
        let reference = arguments.criteria.reference_run.as_deref().map(references).transpose()?;
        EvidenceReader::of(directory, reference, suite.clone())
    };
    let mut of_runs = vec![evidence(directory)?];
    for (later, raised) in arguments.merge.iter().zip(raised) {
        of_runs.push(evidence(later)?.raised(raised));
    }
    let out = arguments.out.as_ref().unwrap_or(directory);
    report.typed = context.typed.with_known(arguments.criteria.known.as_slice());
    let exit = arguments.output.show(&mut report, &extras, of_runs.into_iter().flatten(), out)?;
    if let Some(folder) = &arguments.draft {
        super::draft::write(context, directory, folder, None)?;
    }
    Ok(exit)
}
