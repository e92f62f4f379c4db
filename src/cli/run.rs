//! `ec2-compat run`: scenarios are run, recorded, judged and reported.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::billing::BillingArgs;
use super::compare;
use super::context::{Done, FilterArgs};
use super::course::CourseArgs;
use super::known_args::KnownArgs;
use super::output::OutputArgs;
use super::pace::PaceArgs;
use super::renamed;
use super::shard::{RunNameArgs, ShardArgs};
use crate::engine::{Phase, SurvivorCollector, Survivors};
use crate::record::ScenarioId;
use crate::report::Exit;
use crate::scenario::{Scenario, is_generated};
use crate::session::{Context, Criteria, EvidenceReader, Failure, RunRequest, RunResult, failed_in, noise, references};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    filters: FilterArgs,
    /// The endpoint to test: its name in the endpoints file
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// A second endpoint to compare responses with; the same scenarios run on it at the same time
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_REFERENCE")]
    reference: Option<String>,
    /// A recorded run to compare responses with: its directory, or a directory of runs (then the newest)
    #[arg(long, value_name = "DIR", env = "EC2_COMPAT_REFERENCE_RUN", conflicts_with = "reference")]
    reference_run: Option<PathBuf>,
    /// A reviewed noise file (`ec2-compat learn-noise` writes one), whose differences are ignored
    #[arg(long, value_name = "FILE")]
    noise: Option<PathBuf>,
    /// An earlier run; the reports begin with the changes since then
    #[arg(long, value_name = "DIR")]
    since: Option<PathBuf>,
    /// Run only the scenarios that failed in the run in DIR (`ec2-compat report DIR --merge` merges the results)
    #[arg(long, value_name = "DIR")]
    failed: Option<PathBuf>,
    /// Also run the checks generated from AWS's model; without a filter, all of them
    #[arg(long)]
    generated: bool,
    /// The run's directory [default: reports/runs/<the run's name>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    course: CourseArgs,
    #[command(flatten)]
    pace: PaceArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    shard: ShardArgs,
    #[command(flatten)]
    run_name: RunNameArgs,
    #[command(flatten)]
    billing: BillingArgs,
    /// Before an upgrade: run the scenarios that have `after_upgrade` up to that point, and keep what they created
    #[arg(long, conflicts_with_all = ["adopt", "repeat", "retry_failed", "shard"])]
    keep: bool,
    /// After an upgrade: run `after_upgrade` on what the run in DIR kept (`ec2-compat sweep DIR` deletes it)
    #[arg(long, value_name = "DIR", conflicts_with_all = ["repeat", "retry_failed", "shard"])]
    adopt: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Arguments {
    /// The phase that runs, and the selected scenarios that have it.
    fn phase(&self, selected: Vec<Arc<Scenario>>) -> Result<(Phase, Vec<Arc<Scenario>>), Failure> {
        let (phase, of_it): (Phase, Vec<Arc<Scenario>>) = match &self.adopt {
            None if !self.keep => return Ok((Phase::Whole, selected)),
            None => {
                let survivors = selected.into_iter().filter(|scenario| scenario.after_upgrade.is_some());
                (Phase::BeforeUpgrade(SurvivorCollector::default()), survivors.collect())
            }
            Some(directory) => {
                let kept = Survivors::read(directory).map_err(Failure::could_not_run)?;
                let survivors = selected.into_iter().filter(|one| kept.has(&self.target, &one.id));
                let survivors = survivors.collect();
                (Phase::AfterUpgrade(kept), survivors)
            }
        };
        if of_it.is_empty() {
            let what = if self.keep { "has `after_upgrade`" } else { "was kept on the target" };
            return Err(Failure::nothing_ran(format!("no selected scenario {what}")));
        }
        Ok((phase, of_it))
    }
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    super::runtime()?.block_on(execute(context, arguments))
}

async fn execute(context: &Context, arguments: Arguments) -> Done {
    if let Some(message) = arguments.reference.as_deref().and_then(renamed::reference) {
        return Err(Failure::usage(message));
    }
    let known = context.known(&arguments.known.known)?;
    let failed = |directory: &Path| failed_in(directory, known.clone(), arguments.output.fail_on());
    let failed: Option<HashSet<ScenarioId>> = arguments.failed.as_deref().map(failed).transpose()?;
    let generated = arguments.generated || failed.iter().flatten().any(is_generated);
    let suite = context.suite_with(generated, &arguments.target)?;
    let mut selected = arguments.filters.select(context, &suite)?;
    for name in std::iter::once(&arguments.target).chain(&arguments.reference) {
        context.review_exclusions(name, &suite)?;
    }
    arguments.known.warn(&known, &context.profile(&arguments.target)?);
    if let Some(failed) = failed {
        selected.retain(|scenario| scenario.id.scenario_id().is_some_and(|id| failed.contains(id)));
        if selected.is_empty() {
            return Err(Failure::nothing_ran("no selected scenario failed in the run of --failed"));
        }
    }
    let (phase, selected) = arguments.phase(selected)?;
    let course = arguments.course.course()?;
    let (shard, selected) = match arguments.shard.part(context, &suite, &selected)? {
        None => (None, selected),
        Some(_) if arguments.course.has_new_seed() => {
            return Err(Failure::usage(
                "all shards of a run need the same order: with --shard, --order random requires --seed N",
            ));
        }
        Some(part) => (Some(arguments.run_name.request(&part.planned, selected, &arguments.target)?), part.selected),
    };
    let is_shard = shard.is_some();
    let recorded = arguments.reference_run.as_deref();
    let of_run = suite.clone();
    let request = RunRequest {
        endpoints: std::iter::once(&arguments.target).chain(&arguments.reference).cloned().collect(),
        suite,
        selected,
        shard,
        phase,
        course,
        fail_on: arguments.output.fail_on(),
        resume: false,
        criteria: Criteria {
            known,
            references: recorded.map(references).transpose()?,
            noise: arguments.noise.as_deref().map(noise).transpose()?,
        },
        directory: arguments.out,
        billing: arguments.billing.guard(),
        overrides: arguments.pace.overrides(),
        clients: Default::default(),
    };
    let RunResult { mut report, mut extras, directory, interrupted } =
        request.run(context, arguments.output.quiet).await?;
    if let Some(since) = &arguments.since {
        extras.change = Some(compare::since(since, &directory)?);
    }
    let evidence = EvidenceReader::of(&directory, recorded.map(references).transpose()?, of_run)?;
    report.typed = context.typed.with_known(&arguments.known.typed());
    let exit = arguments.output.show(&mut report, &extras, evidence, &directory)?;
    super::sweep::suggest(context, &report, &directory);
    Ok(match exit {
        _ if interrupted => Exit::Interrupted,
        // The others have something; what all of them have together is for `merge`.
        Exit::NothingRan if is_shard => Exit::Success,
        exit => exit,
    })
}
