//! What `cargo test --test conformance` rests on: one scenario at a time, each a run of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::Contract;
use endpoint::{Endpoint, EndpointError, Endpoints};
use engine::{self, Feedback, Options, Plan, RunName, Stop, excluded_by, unmet_requirement};
use located::Style;
use parking_lot::Mutex;
use record::{Course, Entry, PlaceOptions, Transcripts};
use report::{End, Screen, write_summary};
use scenario::{Scenario, Suite};
use tokio::runtime::Runtime;
use verdict::Severity;

use crate::billing::BillingGuard;
use crate::criteria::Criteria;
use crate::judge::{JudgedRun, RunJudge};
use crate::secrets::redactor;

/// A suite and the endpoint that it is put to.
pub struct Conformance {
    runtime: Runtime,
    suite: Arc<Suite>,
    endpoint: Endpoint,
    /// Where the journals go.
    directory: PathBuf,
    /// The mildest severity that fails a scenario.
    fail_on: Severity,
    billing: BillingGuard,
    /// Held by a scenario on Amazon's own service: the ceiling and the quotas are those of one run.
    alone: Mutex<()>,
}

impl Conformance {
    /// Loads the suite, and connects to the endpoint of that name in the file of endpoints. `fail_on` is the mildest
    /// severity of a deviation that fails a scenario, `billing` what may cost money.
    ///
    /// # Errors
    /// What is wrong, for people.
    pub fn new(
        suites: &Path,
        endpoints: &Path,
        target: &str,
        fail_on: Severity,
        billing: BillingGuard,
        directory: PathBuf,
    ) -> Result<Self, String> {
        let suite = Suite::load(suites, Contract::embedded()).map_err(|wrong| wrong.render(Style::Plain))?;
        let endpoints = Endpoints::load(endpoints).map_err(|wrong| wrong.render(Style::Plain))?;
        let mut profile = endpoints.get(target).map_err(|error| error.to_string())?.clone();
        billing.apply(&mut profile);
        let runtime = Runtime::new().map_err(|error| format!("no runtime: {error}"))?;
        let reached = runtime.block_on(async {
            engine::find_clients(&mut profile, &suite, &suite.scenarios).await;
            let endpoint = Endpoint::connect(&profile).await?;
            endpoint.reach().await?;
            Ok::<_, EndpointError>(endpoint)
        });
        let endpoint = reached.map_err(|error| error.to_string())?;
        Ok(Conformance {
            runtime,
            suite: Arc::new(suite),
            endpoint,
            directory,
            fail_on,
            billing,
            alone: Mutex::default(),
        })
    }

    /// All scenarios, each with what the endpoint lacks for it, or why its profile excludes it.
    pub fn scenarios(&self) -> Vec<(Arc<Scenario>, Option<String>)> {
        let profile = self.endpoint.profile();
        let contract = Contract::for_version(&profile.api_version);
        let lacks = |scenario: &Arc<Scenario>| {
            let excluded = excluded_by(profile, scenario).map(|reason| format!("excluded by the profile: {reason}"));
            excluded.or_else(|| unmet_requirement(profile, contract, &self.suite, scenario))
        };
        self.suite.scenarios.iter().map(|scenario| (scenario.clone(), lacks(scenario))).collect()
    }

    /// Runs one scenario as a run of its own.
    ///
    /// # Errors
    /// What deviates, as the summary of a run prints it.
    pub fn run(&self, scenario: &Arc<Scenario>) -> Result<(), String> {
        let plan = Plan::new(&self.suite, std::slice::from_ref(scenario), self.endpoint.profile(), 1);
        self.billing.check(&plan, 1, &PlaceOptions::default()).map_err(|failure| failure.reason)?;
        let _alone = self.endpoint.is_aws().then(|| self.alone.lock());
        let run = RunName::random();
        let directory = self.directory.join(run.as_str());
        std::fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        let endpoints = vec![self.endpoint.clone()];
        let redactor = redactor(&endpoints);
        let options = Options {
            run,
            shard: None,
            suite: self.suite.clone(),
            selected: vec![scenario.clone()],
            endpoints,
            directory: directory.clone(),
            redactor: redactor.clone(),
            phase: engine::Phase::Whole,
            course: Course::default(),
            feedback: Feedback::new(),
            recorded: None,
            clients: Default::default(),
            stop: Stop::new(),
        };
        let head = options.head();
        let mut judging = RunJudge::new(head.clone(), self.suite.clone(), Criteria::default());
        let mut transcripts = Transcripts::new();
        let take = |mut entry: Entry| {
            redactor.redact_entry(&mut entry);
            if let Some(transcript) = transcripts.take(entry) {
                judging.take(&transcript);
            }
        };
        self.runtime.block_on(engine::run(options, head, take)).map_err(|error| error.to_string())?;
        let JudgedRun { mut report, extras, .. } = judging.end(End::Complete);
        report.fail_on = self.fail_on;
        // Findings in the responses of a fixture are the fixture's, as in a run: they change no scenario's verdict.
        let of_scenario = report.judgements.iter().find(|judgement| judgement.scenario == scenario.id);
        let good = of_scenario.is_some_and(|judgement| judgement.verdict.is_judged() && !report.fails(judgement));
        if good && report.leftovers().is_empty() {
            // Nothing is left, so the journal is no longer needed. That it cannot be deleted is harmless.
            let _ = std::fs::remove_dir_all(&directory);
            return Ok(());
        }
        let mut summary = Vec::new();
        let screen = Screen { width: 120, verbose: true, written: Vec::new() };
        write_summary(&report, &extras, &screen, &mut anstream::StripStream::new(&mut summary))
            .map_err(|error| error.to_string())?;
        Err(String::from_utf8_lossy(&summary).into_owned())
    }
}
