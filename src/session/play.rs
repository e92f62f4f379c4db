//! Scenarios are put to live endpoints, recorded and judged: what `run` and `record` have in common.

use std::path::PathBuf;
use std::sync::Arc;

use endpoint::{Endpoint, Profile};
use engine::{self, ClientOptions, Options, Phase, Plan, RunName, Stop};
use report::{Extras, Report};
use scenario::{Scenario, Suite};

use crate::context::Context;
use crate::criteria::Criteria;
use crate::failure::Failure;
use crate::interrupt::stop_on_signal;
use crate::judge::JudgedRun;
use crate::live::LiveRun;
use crate::secrets::redactor;

/// Whether creating actions may be sent to Amazon's own endpoints, where they cost money.
#[derive(Debug, Clone, Copy)]
pub struct BillingGuard {
    /// They may.
    pub allow_billable: bool,
}

/// What is to be played, and where.
#[derive(Debug)]
pub struct RunRequest {
    /// The names of the endpoints, the target first.
    pub endpoints: Vec<String>,
    /// All scenarios.
    pub suite: Arc<Suite>,
    /// Those that are put to the endpoints.
    pub selected: Vec<Arc<Scenario>>,
    /// What of them.
    pub part: Phase,
    /// What the answers are judged by.
    pub criteria: Criteria,
    /// The run's directory; `None`: one of its own under `reports/runs`.
    pub directory: Option<PathBuf>,
    /// Whether it may cost money.
    pub billing: BillingGuard,
    /// What replaces keys of the endpoints' profiles.
    pub overrides: Overrides,
    /// How its clients are shown, and whether they may change what is not the run's own.
    pub clients: ClientOptions,
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
    fn apply(self, mut profile: Profile) -> Profile {
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
        let RunRequest { endpoints: names, suite, selected, part, criteria, directory, billing, overrides, clients } =
            self;
        let mut endpoints = Vec::new();
        for name in &names {
            let profile = overrides.apply(context.profile(name)?);
            let endpoint = Endpoint::connect(&profile).await.map_err(Failure::could_not_run)?;
            billing.check(&suite, &selected, &endpoint)?;
            endpoint.reach().await.map_err(Failure::could_not_run)?;
            endpoints.push(endpoint);
        }
        let run = RunName::random();
        let directory = directory.unwrap_or_else(|| PathBuf::from("reports/runs").join(run.as_str()));
        let redactor = redactor(&endpoints);
        let stop = Stop::new();
        let options = Options {
            run,
            suite,
            selected,
            endpoints,
            directory: directory.clone(),
            redactor,
            phase: part,
            clients: ClientOptions { allow_billable: billing.allow_billable, ..clients },
            stop,
        };
        let head = options.head();
        let mut session = LiveRun::begin(&options, &head, quiet, criteria)?;
        let interrupts = tokio::spawn(stop_on_signal(options.stop.clone(), session.notes(), directory.clone()));
        let ended = engine::run(options, head, |entry| session.take(entry)).await.map_err(Failure::could_not_run)?;
        interrupts.abort();
        let JudgedRun { report, extras, .. } = session.end()?;
        Ok(RunResult { report, extras, directory, interrupted: ended.interrupted })
    }
}

impl BillingGuard {
    /// Refuses to create things on Amazon's own endpoints unless that was said to be wanted.
    fn check(self, suite: &Suite, selected: &[Arc<Scenario>], endpoint: &Endpoint) -> Result<(), Failure> {
        let plan = Plan::new(suite, selected, endpoint.profile());
        if self.allow_billable || !endpoint.is_aws() || plan.creations.is_empty() {
            return Ok(());
        }
        let kinds: Vec<String> =
            plan.creations.iter().map(|creation| format!("{} x {}", creation.count, creation.kind)).collect();
        Err(Failure::could_not_run(format!(
            "{} is Amazon's own service, and this run would create {}, which costs money.\n\
             `ec2-compat plan --target {}` says more. Pass --allow-billable (or EC2_COMPAT_ALLOW_BILLABLE=1) to go on.",
            endpoint.name(),
            kinds.join(", "),
            endpoint.name(),
        )))
    }
}
