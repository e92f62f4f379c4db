//! Scenarios run on live endpoints, are recorded and judged: what `run`, `record` and `observe` have in common.

use std::path::PathBuf;
use std::sync::Arc;

use endpoint::{Endpoint, Profile};
use engine::{self, ClientOptions, Feedback, Options, Phase, Plan, RunName, Stop, check_shares};
use record::{Course, ShardHead};
use report::{Extras, Report};
use scenario::{Scenario, Suite};
use verdict::Severity;

use crate::billing::BillingGuard;
use crate::context::Context;
use crate::criteria::Criteria;
use crate::failure::Failure;
use crate::interrupt::stop_on_signal;
use crate::judge::{JudgedRun, judge_run};
use crate::live::{LiveRun, Watch};
use crate::resume;
use crate::secrets::redactor;

/// Which scenarios run, on which endpoints, and how they are judged.
#[derive(Debug)]
pub struct RunRequest {
    /// The names of the endpoints, the target first.
    pub endpoints: Vec<String>,
    /// The suite that the scenarios are from; a copy of it goes into the run's directory.
    pub suite: Arc<Suite>,
    /// Those that run on the endpoints.
    pub selected: Vec<Arc<Scenario>>,
    /// Which of several shards those are; absent for a whole run.
    pub shard: Option<ShardRequest>,
    /// Which steps of them run: all, those before an upgrade, or those after it.
    pub phase: Phase,
    /// How often and in which order.
    pub course: Course,
    /// The lowest severity at which a deviation fails a scenario, for `--retry-failed`, `--fail-fast` and the progress.
    pub fail_on: Severity,
    /// Whether an interrupted run in the directory is resumed.
    pub resume: bool,
    /// Known deviations, noise and references that the responses are judged with.
    pub criteria: Criteria,
    /// The run's directory; `None`: one of its own under `reports/runs`.
    pub directory: Option<PathBuf>,
    /// What may cost money.
    pub billing: BillingGuard,
    /// What replaces keys of the endpoints' profiles.
    pub overrides: Overrides,
    /// How its clients are shown, and whether they may change what is not the run's own.
    pub clients: ClientOptions,
}

/// One of several shards of a run.
#[derive(Debug, Clone)]
pub struct ShardRequest {
    /// The name that it shares with the others, and which of them it is.
    pub run: RunName,
    /// The shard as the head of the recorded run states it.
    pub head: ShardHead,
    /// The scenarios of all shards.
    pub whole: Vec<Arc<Scenario>>,
}

/// What replaces keys of the endpoints' profiles for one run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Overrides {
    /// Replaces `rate_limit.scenarios`: the maximum number of concurrent scenarios.
    pub jobs: Option<usize>,
    /// Replaces `wait_factor`: the factor of all timeouts of waits, scenarios and clean-up.
    pub wait_factor: Option<f64>,
}

impl Overrides {
    /// The profile with these in place of its own.
    pub fn apply(self, mut profile: Profile) -> Profile {
        if let Some(jobs) = self.jobs {
            profile.rate_limit.scenarios = jobs;
            profile.rate_limit.spare_scenarios = 0;
        }
        profile.wait_factor = self.wait_factor.unwrap_or(profile.wait_factor);
        profile
    }
}

/// The reports and the directory of a run that has ended.
#[derive(Debug)]
pub struct RunResult {
    /// What every report is made from.
    pub report: Report,
    /// What reports show in addition: scores, fixes, coverage and changes.
    pub extras: Extras,
    /// Where the run is.
    pub directory: PathBuf,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

impl RunRequest {
    /// Runs the scenarios until the last one has ended or a signal comes, and judges what was recorded. `quiet`: without progress.
    ///
    /// # Errors
    /// An endpoint cannot be reached, the profile or `--allow-billable` forbids the run, or it cannot be recorded.
    pub async fn run(self, context: &Context, quiet: bool) -> Result<RunResult, Failure> {
        let RunRequest { endpoints: names, suite, selected, shard, phase, course, fail_on, .. } = self;
        let RunRequest { resume, criteria, directory, billing, overrides, clients, .. } = self;
        let mut endpoints = Vec::new();
        let mut profiles = Vec::new();
        for name in &names {
            profiles.push(overrides.apply(context.profile(name)?));
        }
        // The ceiling is that of the run: endpoints that cost money share it.
        let of_aws = u32::try_from(profiles.iter().filter(|profile| profile.is_aws()).count()).unwrap_or(u32::MAX);
        let mut nth = 0;
        for mut profile in profiles {
            nth += u32::from(profile.is_aws());
            let (billing, parts) = if profile.is_aws() { (billing.part(nth, of_aws), of_aws) } else { (billing, 1) };
            billing.apply(&mut profile);
            engine::find_clients(&mut profile, &suite, &selected).await;
            billing.check(&Plan::new(&suite, &selected, &profile, course.repeat), parts, &context.typed)?;
            if let Some(ShardRequest { head, whole, .. }) = &shard {
                check_shares(&profile, &suite, whole, head.shard.of).map_err(Failure::usage)?;
            }
            let endpoint = Endpoint::connect(&profile).await.map_err(|error| Failure::endpoint(&error))?;
            context.reach(&endpoint).await?;
            endpoints.push(endpoint);
        }
        let run = shard.as_ref().map_or_else(RunName::random, |shard| shard.run.clone());
        let directory = directory.unwrap_or_else(|| PathBuf::from("reports/runs").join(run.prefix()));
        let redactor = redactor(&endpoints);
        let (stop, feedback) = (Stop::new(), Feedback::new());
        let mut options = Options {
            run,
            shard: shard.map(|shard| shard.head),
            suite,
            selected,
            endpoints,
            directory: directory.clone(),
            redactor,
            phase,
            course,
            feedback,
            recorded: None,
            clients: ClientOptions { allow_billable: billing.ceiling.is_some(), ..clients },
            stop,
        };
        if resume {
            resume_recorded(&mut options).await?;
        }
        let head = options.head();
        let watch = Watch { quiet, fail_on };
        let is_resumed = options.recorded.is_some();
        // What was recorded before is judged with the rest, once all is there.
        let (of_live, of_whole) = if is_resumed { (Criteria::default(), Some(criteria)) } else { (criteria, None) };
        let mut session = LiveRun::begin(&options, &head, watch, of_live)?;
        let sweep = context.command("sweep").word(&directory);
        let interrupts = tokio::spawn(stop_on_signal(options.stop.clone(), session.notes(), sweep));
        let ended = engine::run(options, head, |entry| session.take(entry)).await.map_err(Failure::could_not_run)?;
        interrupts.abort();
        let live = session.end()?;
        let JudgedRun { report, extras, .. } = match of_whole {
            Some(criteria) => judge_run(&directory, criteria, |_| {})?,
            None => live,
        };
        Ok(RunResult { report, extras, directory, interrupted: ended.interrupted })
    }
}

/// Takes over what the run in the directory recorded, if there is one, and deletes what it left.
async fn resume_recorded(options: &mut Options) -> Result<(), Failure> {
    let mut now = options.head();
    options.redactor.redact_head(&mut now);
    let Some(recorded) = resume::recorded(&options.directory, &now)? else { return Ok(()) };
    resume::clean_up(&options.directory, &options.endpoints, &options.redactor).await?;
    options.run = RunName::known(&recorded.head.run);
    options.course = recorded.head.course;
    options.recorded = Some(recorded);
    Ok(())
}
