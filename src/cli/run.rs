//! `ec2-compat run`: play, record, judge, report.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::compare;
use super::context::{Context, Done, Failure, Filters};
use super::evidence::Records;
use super::play::{Played, Spending, Wanted};
use super::session::Shown;
use super::yardsticks::{Yardsticks, known, noise, references};
use crate::engine::{Keeper, Kept, Part};
use crate::report::Exit;
use crate::scenario::Scenario;

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    /// The endpoint to test: its name in the file of endpoints
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// What to compare with: an endpoint, to put the same scenarios to at the same time, or the directory of a recorded
    /// run (a path with a slash)
    #[arg(long, value_name = "NAME|DIR", env = "EC2_COMPAT_REFERENCE")]
    reference: Option<String>,
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
    spending: Spending,
    /// Play what comes before `afterwards` of the scenarios that have it, and leave what they made
    #[arg(long, conflicts_with = "adopt")]
    keep: bool,
    /// Play `afterwards` of what an earlier run kept, which stays until `ec2-compat sweep DIR`
    #[arg(long, value_name = "DIR")]
    adopt: Option<PathBuf>,
    #[command(flatten)]
    shown: Shown,
}

impl Arguments {
    /// Which part of the scenarios is played, and which scenarios have it.
    fn part(&self, selected: Vec<Arc<Scenario>>) -> Result<(Part, Vec<Arc<Scenario>>), Failure> {
        let (part, of_it): (Part, Vec<Arc<Scenario>>) = match &self.adopt {
            None if !self.keep => return Ok((Part::Whole, selected)),
            None => {
                let survivors = selected.into_iter().filter(|scenario| scenario.survives.is_some());
                (Part::Keep(Keeper::default()), survivors.collect())
            }
            Some(directory) => {
                let kept = Kept::read(directory).map_err(Failure::could_not_run)?;
                let survivors = selected.into_iter().filter(|one| kept.holds(&self.target, one.id.as_str()));
                let survivors = survivors.collect();
                (Part::Adopt(kept), survivors)
            }
        };
        if of_it.is_empty() {
            let what = if self.keep { "has `afterwards`" } else { "was kept on that endpoint" };
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
    let recorded = arguments.reference.as_deref().filter(|named| named.contains('/')).map(Path::new);
    let live = arguments.reference.as_ref().filter(|_| recorded.is_none());
    let wanted = Wanted {
        endpoints: std::iter::once(&arguments.target).chain(live).cloned().collect(),
        suite,
        selected,
        part,
        yardsticks: Yardsticks {
            known: known(context.suites())?,
            references: recorded.map(references).transpose()?,
            noise: arguments.noise.as_deref().map(noise).transpose()?,
        },
        directory: arguments.out,
        allowed: arguments.spending,
    };
    let Played { report, mut extras, directory, interrupted } = wanted.play(context, &arguments.shown).await?;
    if let Some(since) = &arguments.since {
        extras.change = Some(compare::since(since, &directory)?);
    }
    let evidence = Records::of(&directory, recorded.map(references).transpose()?)?;
    let exit = arguments.shown.show(&report, &extras, evidence, &directory)?;
    Ok(if interrupted { Exit::Interrupted } else { exit })
}
