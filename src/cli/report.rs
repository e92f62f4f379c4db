//! `ec2-compat report`: every report from a recorded run.

use std::path::PathBuf;

use clap::Args;

use super::compare;
use super::context::Done;
use super::evidence::Records;
use super::judging::{Outcome, judge_run};
use super::session::Shown;
use super::yardsticks::{Named, references};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The run's directory
    run: PathBuf,
    /// Where the reports go; absent: into the run's directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    named: Named,
    /// An earlier run: what changed since then goes on top of the reports
    #[arg(long, value_name = "DIR")]
    since: Option<PathBuf>,
    #[command(flatten)]
    shown: Shown,
}

pub fn run(arguments: Arguments) -> Done {
    let directory = &arguments.run;
    let Outcome { report, mut extras, .. } = judge_run(directory, arguments.named.read(directory)?, |_| {})?;
    if let Some(since) = &arguments.since {
        extras.change = Some(compare::since(since, directory)?);
    }
    let evidence = Records::of(directory, arguments.named.reference.as_deref().map(references).transpose()?)?;
    let out = arguments.out.as_ref().unwrap_or(directory);
    arguments.shown.show(&report, &extras, evidence, out)
}
