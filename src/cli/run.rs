//! `ec2-compat run`: play, record, judge, report.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::billing::BillingArgs;
use super::compare;
use super::context::{Done, Filters};
use super::output::OutputArgs;
use crate::engine::{Keeper, Kept, Phase};
use crate::report::Exit;
use crate::scenario::Scenario;
use crate::session::{
    Context, Criteria, EvidenceReader, Failure, RunRequest, RunResult, known_deviations, noise, references,
};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    /// The endpoint to test: its name in the file of endpoints
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// A second endpoint: the same scenarios run on it at the same time, and responses are compared with its
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_REFERENCE")]
    reference: Option<String>,
    /// A recorded run to compare responses with: its directory, or a directory of runs
    #[arg(long, value_name = "DIR", env = "EC2_COMPAT_REFERENCE_RUN", conflicts_with = "reference")]
    reference_run: Option<PathBuf>,
    /// A reviewed file of `ec2-compat learn-noise`: what it names is no difference
    #[arg(long, value_name = "FILE")]
    noise: Option<PathBuf>,
    /// An earlier run: what changed since then goes on top of the reports
    #[arg(long, value_name = "DIR")]
    since: Option<PathBuf>,
    /// Also the checks that are made from AWS's model alone; with no filter, all of them
    #[arg(long)]
    generated: bool,
    /// The run's directory; absent: reports/runs/<run's name>
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    billing: BillingArgs,
    /// Play what comes before `after_upgrade` of the scenarios that have it, and leave what they made
    #[arg(long, conflicts_with = "adopt")]
    keep: bool,
    /// Play `after_upgrade` of what an earlier run kept, which stays until `ec2-compat sweep DIR`
    #[arg(long, value_name = "DIR")]
    adopt: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Arguments {
    /// Which part of the scenarios is played, and which scenarios have it.
    fn part(&self, selected: Vec<Arc<Scenario>>) -> Result<(Phase, Vec<Arc<Scenario>>), Failure> {
        let (part, of_it): (Phase, Vec<Arc<Scenario>>) = match &self.adopt {
            None if !self.keep => return Ok((Phase::Whole, selected)),
            None => {
                let survivors = selected.into_iter().filter(|scenario| scenario.after_upgrade.is_some());
                (Phase::Keep(Keeper::default()), survivors.collect())
            }
            Some(directory) => {
                let kept = Kept::read(directory).map_err(Failure::could_not_run)?;
                let survivors = selected.into_iter().filter(|one| kept.holds(&self.target, &one.id.to_string()));
                let survivors = survivors.collect();
                (Phase::Adopt(kept), survivors)
            }
        };
        if of_it.is_empty() {
            let what = if self.keep { "has `after_upgrade`" } else { "was kept on that endpoint" };
            let message = format!("error: no scenario that is selected {what}");
            return Err(Failure { exit: Exit::NothingRan, message });
        }
        Ok((part, of_it))
    }
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    super::runtime()?.block_on(play(context, arguments))
}

async fn play(context: &Context, arguments: Arguments) -> Done {
    let suite = context.suite_with(arguments.generated, &arguments.target)?;
    let (part, selected) = arguments.part(arguments.filters.select(&suite)?)?;
    let recorded = arguments.reference_run.as_deref();
    let request = RunRequest {
        endpoints: std::iter::once(&arguments.target).chain(&arguments.reference).cloned().collect(),
        suite,
        selected,
        part,
        criteria: Criteria {
            known: known_deviations(&context.suites)?,
            references: recorded.map(references).transpose()?,
            noise: arguments.noise.as_deref().map(noise).transpose()?,
        },
        directory: arguments.out,
        billing: arguments.billing.guard(),
    };
    let RunResult { report, mut extras, directory, interrupted } = request.run(context, arguments.output.quiet).await?;
    if let Some(since) = &arguments.since {
        extras.change = Some(compare::since(since, &directory)?);
    }
    let evidence = EvidenceReader::of(&directory, recorded.map(references).transpose()?)?;
    let exit = arguments.output.show(&report, &extras, evidence, &directory)?;
    Ok(if interrupted { Exit::Interrupted } else { exit })
}
