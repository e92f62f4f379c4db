//! `ec2-compat run`: play, record, judge, report.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::context::{Context, Done, Failure, Filters};
use super::session::{Session, Shown};
use crate::endpoint::Endpoint;
use crate::engine::{self, Options, Plan, RunName};
use crate::report::Exit;
use crate::scenario::{Scenario, Suite};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    /// The endpoint to test: its name in the file of endpoints
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// An endpoint to put the same scenarios to at the same time
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_REFERENCE")]
    reference: Option<String>,
    /// The run's directory; absent: reports/runs/<run's name>
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Allow creating actions on Amazon's own endpoints, which cost money
    #[arg(long, env = "EC2_COMPAT_YES_SPEND", value_parser = clap::builder::BoolishValueParser::new(),
          num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
    yes_spend: bool,
    #[command(flatten)]
    shown: Shown,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    super::runtime()?.block_on(play(context, arguments))
}

async fn play(context: &Context, arguments: Arguments) -> Done {
    let suite = context.suite()?;
    let selected = arguments.filters.select(&suite)?;
    let mut endpoints = Vec::new();
    for name in std::iter::once(&arguments.target).chain(&arguments.reference) {
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
        Options { run, suite: suite.clone(), selected, endpoints, directory, redactor: redactor.clone(), stop };
    let head = options.head();
    let mut session = Session::begin(&options, &head, &arguments.shown)?;
    let interrupts = tokio::spawn(stop_on_signal(options.stop.clone()));
    let directory = options.directory.clone();
    let ended = engine::run(options, head, |entry| session.take(entry)).await.map_err(Failure::could_not_run)?;
    interrupts.abort();
    let report = session.end()?;
    let exit = arguments.shown.show(&report, &directory)?;
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
