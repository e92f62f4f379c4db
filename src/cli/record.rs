//! `ec2-compat record`: a reference run, to compare later runs with.

use std::path::PathBuf;

use clap::Args;

use super::billing::BillingArgs;
use super::context::{Done, FilterArgs};
use super::known_args::KnownArgs;
use super::output::OutputArgs;
use super::pace::PaceArgs;
use crate::engine::{Phase, Plan};
use crate::record::{CommandLine, Course};
use crate::report::{Exit, write_recorded};
use crate::session::{Context, Criteria, EvidenceReader, RunRequest, RunResult, references};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: FilterArgs,
    /// The endpoint to record: its name in the endpoints file, e.g. aws
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// The run's directory [default: reports/references/NAME]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Run each scenario N times to find flaky ones
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    repeat: u32,
    /// Resume the interrupted or killed run in the directory: its recorded attempts are kept, its leftover resources deleted
    #[arg(long)]
    resume: bool,
    /// Print what would be called and created, and for how long; call nothing
    #[arg(long)]
    plan: bool,
    /// Also run the checks generated from AWS's model; without a filter, all of them
    #[arg(long)]
    generated: bool,
    #[command(flatten)]
    pace: PaceArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    billing: BillingArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Arguments {
    /// The run's directory.
    fn directory(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| PathBuf::from("reports/references").join(&self.target))
    }

    /// The command that resumes the run: what it selects and how it runs must be the same.
    fn resumed(&self, context: &Context) -> CommandLine {
        let typed = context.typed.with_known(&self.known.typed());
        let mut line = typed.command("record").option("--target", &self.target);
        line = line.option("--out", self.directory());
        if self.generated {
            line = line.flag("--generated");
        }
        if self.repeat != 1 {
            line = line.option("--repeat", self.repeat.to_string());
        }
        line = self.billing.typed(self.pace.typed(line));
        line.flag("--resume").words(self.filters.texts())
    }
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    super::runtime()?.block_on(record(context, arguments))
}

async fn record(context: &Context, arguments: Arguments) -> Done {
    let name = &arguments.target;
    let suite = context.suite_with(arguments.generated, name)?;
    let selected = arguments.filters.select(context, &suite)?;
    context.review_exclusions(name, &suite)?;
    let mut profile = arguments.pace.overrides().apply(context.profile(name)?);
    arguments.billing.guard().apply(&mut profile);
    let plan = Plan::new(&suite, &selected, &profile, arguments.repeat);
    super::print(&plan.to_string());
    if arguments.plan || plan.scenarios == 0 {
        return Ok(if plan.scenarios == 0 { Exit::NothingRan } else { Exit::Success });
    }
    let of_run = suite.clone();
    let request = RunRequest {
        endpoints: vec![name.clone()],
        suite,
        selected,
        shard: None,
        phase: Phase::Whole,
        course: Course { repeat: arguments.repeat, ..Course::default() },
        fail_on: arguments.output.fail_on(),
        resume: arguments.resume,
        criteria: Criteria { known: context.known(&arguments.known.known)?, ..Criteria::default() },
        directory: Some(arguments.directory()),
        billing: arguments.billing.guard(),
        overrides: arguments.pace.overrides(),
        clients: Default::default(),
    };
    let RunResult { mut report, extras, directory, interrupted } = request.run(context, arguments.output.quiet).await?;
    report.typed = context.typed.with_known(&arguments.known.typed());
    let exit =
        arguments.output.show(&mut report, &extras, EvidenceReader::of(&directory, None, of_run)?, &directory)?;
    // Read once as `--reference-run` will read it, so that a run that cannot be a reference is found out now.
    references(&directory)?;
    let resume = arguments.resumed(context);
    let _ = write_recorded(&report, &directory, &resume, &mut anstream::stdout());
    super::sweep::suggest(context, &report, &directory);
    Ok(if interrupted { Exit::Interrupted } else { exit })
}
