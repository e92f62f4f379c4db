//! Scenarios are put to live endpoints, recorded and judged: what `run` and `record` have in common.

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

/// What is to be played, and where.
#[derive(Debug)]
pub struct RunRequest {
    /// The names of the endpoints, the target first.
    pub endpoints: Vec<String>,
    /// All scenarios.
    pub suite: Arc<Suite>,
    /// Those that are put to the endpoints.
    pub selected: Vec<Arc<Scenario>>,
    /// Which of several shards those are; absent for a whole run.
    pub shard: Option<ShardRequest>,
    /// What of them.
    pub part: Phase,
    /// How often and in which order.
    pub course: Course,
    /// The mildest severity of a deviation that fails a scenario, for what goes by it while the run goes on.
    pub fail_on: Severity,
    /// Whether a run in the directory that was interrupted goes on.
    pub resume: bool,
    /// What the answers are judged by.
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
    /// What it records.
    pub head: ShardHead,
    /// The scenarios of all shards.
    pub whole: Vec<Arc<Scenario>>,
}

/// What replaces keys of the endpoints' profiles for one run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Overrides {
    /// Of `rate_limit.scenarios`: scenarios at once, at most.
    pub jobs: Option<usize>,
    /// Of `wait_factor`.
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

/// What was played.
#[derive(Debug)]
pub struct RunResult {
    /// What every report is made from.
    pub report: Report,
    /// What reports show beside it.
    pub extras: Extras,
    /// Where the run is.
    pub directory: PathBuf,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

impl RunRequest {
    /// Plays it, to its end or until a signal.
    ///
    /// # Errors
    /// An endpoint cannot be reached or must not be asked, or the run cannot be recorded.
    pub async fn run(self, context: &Context, quiet: bool) -> Result<RunResult, Failure> {
        let RunRequest { endpoints: names, suite, selected, shard, part, course, fail_on, .. } = self;
        let RunRequest { resume, criteria, directory, billing, overrides, clients, .. } = self;
        let mut endpoints = Vec::new();
        let mut profiles = Vec::new();
        for name in &names {
            profiles.push(overrides.apply(context.profile(name)?));
        }
        // The ceiling is that of the run: endpoints that cost money share it.
        let of_aws = u32::try_from(profiles.iter().filter(|profile| profile.is_aws()).count()).unwrap_or(u32::MAX);
        let mut part = 0;
        for mut profile in profiles {
            part += u32::from(profile.is_aws());
            let (billing, parts) = if profile.is_aws() { (billing.part(part, of_aws), of_aws) } else { (billing, 1) };
            billing.apply(&mut profile);
            engine::find_clients(&mut profile, &suite, &selected).await;
            billing.check(&Plan::new(&suite, &selected, &profile, course.repeat), parts, &context.typed)?;
            if let Some(ShardRequest { head, whole, .. }) = &shard {
                check_shares(&profile, &suite, whole, head.shard.of).map_err(Failure::usage)?;
            }
            let endpoint = Endpoint::connect(&profile).await.map_err(Failure::could_not_run)?;
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
            phase: part,
            course,
            feedback,
            recorded: None,
            clients: ClientOptions { allow_billable: billing.ceiling.is_some(), ..clients },
            stop,
        };
        if resume {
            go_on_with_recorded(&mut options).await?;
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
async fn go_on_with_recorded(options: &mut Options) -> Result<(), Failure> {
    let mut now = options.head();
    options.redactor.redact_head(&mut now);
    let Some(recorded) = resume::recorded(&options.directory, &now)? else { return Ok(()) };
    resume::clean_up(&options.directory, &options.endpoints, &options.redactor).await?;
    options.run = RunName::known(&recorded.head.run);
    options.course = recorded.head.course;
    options.recorded = Some(recorded);
    Ok(())
}
