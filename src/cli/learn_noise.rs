//! `ec2-compat learn-noise`: what varies when an endpoint is compared with itself.

use std::path::PathBuf;

use clap::Args;

use super::context::{Done, Failure};
use super::judging::{Outcome, judge_run};
use super::yardsticks::{Yardsticks, references};
use crate::report::Exit;
use crate::verdict::Noise;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Two recorded runs of one endpoint, by the same suite; the first may be a directory of runs
    #[arg(num_args = 2, required = true, value_name = "RUN")]
    runs: Vec<PathBuf>,
    /// Where it goes; absent: standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(arguments: Arguments) -> Done {
    let [first, second] = &arguments.runs[..] else { return Err(Failure::usage("two runs are needed")) };
    let references = references(first)?;
    let yardsticks = Yardsticks { references: Some(references), ..Yardsticks::default() };
    let Outcome { report, .. } = judge_run(second, yardsticks, |_| {})?;
    let noise = Noise::learn(&report.judgements);
    match &arguments.out {
        None => super::print(noise.to_yaml().trim_end()),
        Some(path) => std::fs::write(path, noise.to_yaml())
            .map_err(|error| Failure::could_not_run(format!("{}: {error}", path.display())))?,
    }
    let said = match noise.len() {
        0 => "nothing varied".to_owned(),
        1 => "1 place varied; say why, or take it out, before it is used".to_owned(),
        several => format!("{several} places varied; say why of each, or take it out, before the file is used"),
    };
    anstream::eprintln!("{said}");
    Ok(Exit::Conformant)
}
