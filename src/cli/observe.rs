//! `ec2-compat observe`: a client runs behind a recording proxy, and its requests and responses are judged.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::billing::BillingArgs;
use super::context::Done;
use super::known_args::KnownArgs;
use super::output::OutputArgs;
use crate::engine::{ClientOptions, Phase, SurvivorCollector};
use crate::record::Course;
use crate::report::Exit;
use crate::session::{
    Context, Criteria, EvidenceReader, ObservedClient, Overrides, RunRequest, RunResult, observed_suite, prepare_drafts,
};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The endpoint for the client: its name in the endpoints file
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// The run's directory [default: reports/runs/<the run's name>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Keep the resources that the client created (`ec2-compat sweep DIR` deletes them)
    #[arg(long)]
    keep: bool,
    /// Refuse requests that change what the client did not create; images and the account's defaults may be used
    #[arg(long)]
    own_only: bool,
    /// Stop the client after this time: `90s`, `1h 30m`
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "1h")]
    timeout: Duration,
    /// Write scenario drafts of what the client did into this folder, for `lint --suites DIR` and `run --suites DIR`. No
    /// file is overwritten
    #[arg(long, value_name = "DIR")]
    draft: Option<PathBuf>,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    billing: BillingArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// The client and its arguments. It gets throwaway keys and the address of the proxy in AWS_* variables, an empty home
    /// folder, and no input
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<String>,
}

fn duration(text: &str) -> Result<Duration, String> {
    let found = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    if found.is_zero() { Err("the duration must be longer than zero".to_owned()) } else { Ok(found) }
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    super::runtime()?.block_on(observe(context, arguments))
}

async fn observe(context: &Context, arguments: Arguments) -> Done {
    arguments.draft.as_deref().map(prepare_drafts).transpose()?;
    let wait_factor = context.profile(&arguments.target)?.wait_factor;
    let suite =
        observed_suite(&ObservedClient { command: &arguments.command, timeout: arguments.timeout, wait_factor })?;
    let target = arguments.target;
    let phase = if arguments.keep { Phase::BeforeUpgrade(SurvivorCollector::default()) } else { Phase::Whole };
    let request = RunRequest {
        endpoints: vec![target.clone()],
        suite: suite.clone(),
        selected: suite.scenarios.clone(),
        shard: None,
        phase,
        course: Course::default(),
        fail_on: arguments.output.fail_on(),
        resume: false,
        criteria: Criteria { known: context.known(&arguments.known.known)?, ..Criteria::default() },
        directory: arguments.out,
        billing: arguments.billing.guard(),
        overrides: Overrides::default(),
        clients: ClientOptions { show: true, own_only: arguments.own_only, allow_billable: false },
    };
    // The screen is the client's.
    let RunResult { mut report, extras, directory, interrupted } = request.run(context, true).await?;
    let evidence = EvidenceReader::of(&directory, None, suite)?;
    report.typed = context.typed.with_known(&arguments.known.typed());
    let exit = arguments.output.show(&mut report, &extras, evidence, &directory)?;
    super::sweep::suggest(context, &report, &directory);
    if let Some(folder) = &arguments.draft {
        super::draft::write(context, &directory, folder, Some(&target))?;
    }
    Ok(if interrupted { Exit::Interrupted } else { exit })
}
