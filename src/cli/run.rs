//! `ec2-compat run`: play, record, judge, report.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::compare;
use super::context::{Context, Done, Failure, Filters};
use super::evidence::Records;
use super::judging::Outcome;
use super::session::{Session, Shown};
use super::yardsticks::{Yardsticks, known, noise, references};
use crate::endpoint::Endpoint;
use crate::engine::{self, Keeper, Kept, Options, Part, Plan, RunName};
use crate::report::Exit;
use crate::scenario::{Scenario, Suite};

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
    /// Allow creating actions on Amazon's own endpoints, which cost money
    #[arg(long, env = "EC2_COMPAT_YES_SPEND", value_parser = clap::builder::BoolishValueParser::new(),
          num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
    yes_spend: bool,
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
    let yardsticks = Yardsticks {
        known: known(context.suites())?,
        references: recorded.map(references).transpose()?,
        noise: arguments.noise.as_deref().map(noise).transpose()?,
    };
    let mut endpoints = Vec::new();
    for name in std::iter::once(&arguments.target).chain(live) {
        let endpoint = context.connect(name).await?;
        guard_spending(&suite, &selected, &endpoint, arguments.yes_spend)?;
        endpoint.reach().await.map_err(Failure::could_not_run)?;
        endpoints.push(endpoint);
    }
    let run = RunName::random();
    let directory = arguments.out.unwrap_or_else(|| PathBuf::from("reports/runs").join(run.as_str()));
    let redactor = super::redactor(&endpoints);
    let stop = CancellationToken::new();
    let options =
        Options { run, suite: suite.clone(), selected, endpoints, directory, redactor: redactor.clone(), part, stop };
    let head = options.head();
    let mut session = Session::begin(&options, &head, &arguments.shown, yardsticks)?;
    let interrupts = tokio::spawn(stop_on_signal(options.stop.clone()));
    let directory = options.directory.clone();
    let ended = engine::run(options, head, |entry| session.take(entry)).await.map_err(Failure::could_not_run)?;
    interrupts.abort();
    let Outcome { report, mut extras, .. } = session.end()?;
    if let Some(since) = &arguments.since {
        extras.change = Some(compare::since(since, &directory)?);
    }
    let evidence = Records::of(&directory, recorded.map(references).transpose()?)?;
    let exit = arguments.shown.show(&report, &extras, evidence, &directory)?;
    Ok(if ended.interrupted { Exit::Interrupted } else { exit })
}

/// Refuses to create things on Amazon's own endpoints unless that was said to be wanted.
fn guard_spending(
    suite: &Suite,
    selected: &[Arc<Scenario>],
    endpoint: &Endpoint,
    allowed: bool,
) -> Result<(), Failure> {
    let plan = Plan::new(suite, selected, endpoint.profile());
    if allowed || !endpoint.is_aws() || plan.creations.is_empty() {
        return Ok(());
    }
    let kinds: Vec<String> =
        plan.creations.iter().map(|creation| format!("{} x {}", creation.count, creation.kind)).collect();
    Err(Failure::could_not_run(format!(
        "{} is Amazon's own service, and this run would create {}, which costs money.\n\
         `ec2-compat plan --target {}` says more. Say --yes-spend (or EC2_COMPAT_YES_SPEND=1) to go on.",
        endpoint.name(),
        kinds.join(", "),
        endpoint.name(),
    )))
}

/// The first Ctrl-C or SIGTERM stops the run and cleans up; the second ends the process at once.
async fn stop_on_signal(stop: CancellationToken) {
    let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else { return };
    loop {
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => if interrupted.is_err() { return },
            _ = terminated.recv() => {}
        }
        if stop.is_cancelled() {
            anstream::eprintln!("Stopped at once. `ec2-compat sweep DIR` on the run's directory deletes what is left.");
            std::process::exit(Exit::Interrupted as i32);
        }
        anstream::eprintln!("Stopping: cleaning up what was created. Once more stops at once and leaves it.");
        stop.cancel();
    }
}
