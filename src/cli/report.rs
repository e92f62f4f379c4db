//! `ec2-compat report`: every report of a recorded run.

use std::path::PathBuf;

use clap::Args;

use super::compare;
use super::context::Done;
use super::criteria::CriteriaArgs;
use super::output::OutputArgs;
use crate::session::{EvidenceReader, JudgedRun, judge_run, references};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The run's directory
    run: PathBuf,
    /// Where the reports go [default: the run's directory]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    criteria: CriteriaArgs,
    /// An earlier run: the reports begin with what changed since then
    #[arg(long, value_name = "DIR")]
    since: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(arguments: Arguments) -> Done {
    let directory = &arguments.run;
    let JudgedRun { mut report, mut extras, suite, .. } =
        judge_run(directory, arguments.criteria.read(directory)?, |_| {})?;
    if let Some(since) = &arguments.since {
        extras.change = Some(compare::since(since, directory)?);
    }
    let reference = arguments.criteria.reference_run.as_deref().map(references).transpose()?;
    let evidence = EvidenceReader::of(directory, reference, suite)?;
    let out = arguments.out.as_ref().unwrap_or(directory);
    arguments.output.show(&mut report, &extras, evidence, out)
}
