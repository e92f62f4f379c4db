//! `ec2-compat report`: every report from a recorded run.

use std::path::PathBuf;

use clap::Args;

use super::context::Done;
use super::judging::judge_run;
use super::session::Shown;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The run's directory
    run: PathBuf,
    /// Where the reports go; absent: into the run's directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    shown: Shown,
}

pub fn run(arguments: Arguments) -> Done {
    let report = judge_run(&arguments.run)?;
    let out = arguments.out.unwrap_or_else(|| arguments.run.clone());
    arguments.shown.show(&report, &out)
}
