//! `ec2-compat learn-noise`: what varies when an endpoint is compared with itself.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::billing::BillingArgs;
use super::context::{Done, FilterArgs};
use super::renamed;
use crate::engine::Phase;
use crate::record::{Course, write_atomically};
use crate::report::{Exit, FAIL_ON};
use crate::session::{Context, Criteria, Failure, JudgedRun, Overrides, RunRequest, RunResult, judge_run, references};
use crate::verdict::{Judgement, Noise};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: FilterArgs,
    /// The endpoint to run the scenarios on repeatedly, each time in another order
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: Option<String>,
    /// Compare two recorded runs of the same suite on the same endpoint; send nothing
    #[arg(long, num_args = 2, value_names = ["DIR", "DIR"], conflicts_with_all = ["filters", "times"])]
    runs: Option<Vec<PathBuf>>,
    /// The number of times that the scenarios run
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(2..=1000))]
    times: u32,
    /// The noise file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    billing: BillingArgs,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    if let Some(message) = renamed::runs(arguments.filters.texts()) {
        return Err(Failure::usage(message));
    }
    let (judgements, how) = match (&arguments.runs, &arguments.target) {
        (Some(runs), _) => (recorded(runs)?, "2 runs".to_owned()),
        (None, Some(target)) => {
            let judgements = super::runtime()?.block_on(live(context, target, &arguments))?;
            (judgements, format!("{} runs of {target}", arguments.times))
        }
        (None, None) => {
            return Err(Failure::usage("name an endpoint (--target NAME) or two recorded runs (--runs A B)"));
        }
    };
    let noise = Noise::learn(&judgements);
    match &arguments.out {
        None => super::print(noise.to_yaml().trim_end()),
        Some(path) => write_atomically(path, |out| out.write_all(noise.to_yaml().as_bytes()))
            .map_err(|error: io::Error| Failure::could_not_run(format!("{}: {error}", path.display())))?,
    }
    let compared = judgements.iter().filter_map(|judgement| judgement.compared.as_ref()).map(|compared| compared.steps);
    let of = format!("in {how}, {} steps compared", compared.sum::<u32>());
    let message = match noise.len() {
        0 => format!("nothing varied {of}"),
        1 => format!("1 place varied {of}; add its reason or remove it before you use the file"),
        several => format!("{several} places varied {of}; add the reason of each or remove it before you use the file"),
    };
    anstream::eprintln!("{message}");
    Ok(Exit::Success)
}

/// Compares each later run with the first one.
fn recorded(runs: &[PathBuf]) -> Result<Vec<Judgement>, Failure> {
    let mut judgements = Vec::new();
    if let Some((first, others)) = runs.split_first() {
        for run in others {
            let criteria = Criteria { references: Some(references(first)?), ..Criteria::default() };
            let JudgedRun { report, .. } = judge_run(run, criteria, |_| {})?;
            judgements.extend(report.judgements);
        }
    }
    Ok(judgements)
}

/// Runs the scenarios on the endpoint, and compares each run with the first.
async fn live(context: &Context, target: &str, arguments: &Arguments) -> Result<Vec<Judgement>, Failure> {
    let suite = context.suite()?;
    let mut first: Option<PathBuf> = None;
    let mut judgements = Vec::new();
    for _ in 0..arguments.times {
        let mut selected = arguments.filters.select(context, &suite)?;
        fastrand::shuffle(&mut selected);
        let request = RunRequest {
            endpoints: vec![target.to_owned()],
            suite: Arc::clone(&suite),
            selected,
            shard: None,
            phase: Phase::Whole,
            course: Course::default(),
            fail_on: FAIL_ON,
            resume: false,
            criteria: Criteria { references: first.as_deref().map(references).transpose()?, ..Criteria::default() },
            directory: None,
            billing: arguments.billing.guard(),
            overrides: Overrides::default(),
            clients: Default::default(),
        };
        let RunResult { report, directory, interrupted, .. } = request.run(context, true).await?;
        if interrupted {
            return Err(Failure::interrupted("interrupted"));
        }
        match first {
            None => first = Some(directory),
            Some(_) => judgements.extend(report.judgements),
        }
    }
    Ok(judgements)
}
