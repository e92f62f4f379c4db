//! A run: every selected scenario on every endpoint, in parallel within each endpoint's limits.

use std::path::PathBuf;
use std::sync::Arc;

use endpoint::Endpoint;
use parking_lot::Mutex;
use record::{Entry, Redactor, RunHead, now_ms};
use scenario::{Action, Scenario, Suite};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::aftermath::{aftermath, take_inventory};
use crate::cleanup::{Journal, JournalError};
use crate::client::ClientOptions;
use crate::context::RunContext;
use crate::fixture::Fixtures;
use crate::names::{NameGenerator, RunName};
use crate::pages::pages;
use crate::phase::{Phase, SurvivorsError};
use crate::scenario_run::run_scenario;
use crate::schedule::Schedule;
use crate::stop::Stop;
use crate::target::Target;

/// How many entries may wait to be consumed; then scenarios wait too.
const WAITING_ENTRIES: usize = 1024;

/// The parts of a run.
#[derive(Debug)]
pub struct Options {
    /// The run's name.
    pub run: RunName,
    /// The suite: its fixtures are created as scenarios need them.
    pub suite: Arc<Suite>,
    /// The scenarios to run, in the order of reports.
    pub selected: Vec<Arc<Scenario>>,
    /// The endpoints, the target first. Scenarios run on all of them at the same time.
    pub endpoints: Vec<Endpoint>,
    /// The run's directory, for the journal. It must exist.
    pub directory: PathBuf,
    /// Removes secrets from the journal.
    pub redactor: Redactor,
    /// The part of the scenarios to run.
    pub phase: Phase,
    /// What its clients may do.
    pub clients: ClientOptions,
    /// Stops the run: no more calls are made, what was created is deleted.
    pub stop: Stop,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunEnd {
    /// Whether it was stopped before its end.
    pub interrupted: bool,
}

impl Options {
    /// The run's first entry.
    pub fn head(&self) -> RunHead {
        RunHead {
            format: record::FORMAT,
            run: self.run.to_string(),
            at_ms: now_ms(),
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            suite: self.suite.version.clone(),
            endpoints: self.endpoints.iter().map(Endpoint::head).collect(),
            selected: self.selected.iter().map(|scenario| scenario.id.to_string()).collect(),
            survivors: self.phase.head(),
        }
    }
}

/// Why a run could not start, or did not end well.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The journal cannot be created: nothing was sent.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The file for a later run cannot be written.
    #[error(transparent)]
    Survivors(#[from] SurvivorsError),
}

/// Runs the selected scenarios, and hands each entry to `consume` as it comes.
///
/// # Errors
/// The journal cannot be created: then nothing was sent. Or the file for a later run cannot be written.
pub async fn run(options: Options, head: RunHead, mut consume: impl FnMut(Entry)) -> Result<RunEnd, RunError> {
    let journal = Arc::new(Journal::create(&options.directory, options.run.as_str(), options.redactor.clone())?);
    options.stop.count_in(journal.clone());
    let phase = Arc::new(options.phase);
    let (entries, mut incoming) = mpsc::channel(WAITING_ENTRIES);
    consume(Entry::RunStarted(Box::new(head)));
    let selected = slow_first(options.selected);
    let mut endpoints = JoinSet::new();
    for endpoint in options.endpoints {
        let context = RunContext {
            target: Arc::new(Target::new(endpoint, options.run.clone(), Some(entries.clone()), options.stop.clone())),
            suite: options.suite.clone(),
            journal: journal.clone(),
            phase: phase.clone(),
            missing_actions: Mutex::default(),
            name_generator: NameGenerator::default(),
            clients: options.clients,
        };
        endpoints.spawn(run_all(Arc::new(Fixtures::new(Arc::new(context))), selected.clone()));
    }
    drop(entries);
    while let Some(entry) = incoming.recv().await {
        consume(entry);
    }
    // All senders are gone, so all endpoints are done; a panic in one is in its scenarios' outcomes.
    while endpoints.join_next().await.is_some() {}
    if let Phase::BeforeUpgrade(collector) = &*phase {
        collector.write(&options.directory, options.run.as_str(), &options.redactor)?;
    }
    journal.release();
    let interrupted = options.stop.is_cancelled();
    consume(Entry::RunEnded { at_ms: now_ms(), interrupted });
    Ok(RunEnd { interrupted })
}

/// Lists what the account has, runs all scenarios on one endpoint, reads lists page by page, ends the fixtures of the run,
/// then describes what the account still has.
async fn run_all(fixtures: Arc<Fixtures>, scenarios: Vec<Arc<Scenario>>) {
    take_inventory(&fixtures.context, &scenarios).await;
    let (alone, together): (Vec<_>, Vec<_>) = scenarios.into_iter().partition(|scenario| scenario.stands_alone());
    Schedule::new(fixtures.clone()).run(together).await;
    for scenario in alone {
        run_scenario(fixtures.clone(), scenario, None).await;
    }
    pages(&fixtures.context).await;
    fixtures.end().await;
    aftermath(&fixtures.context).await;
}

/// Scenarios that wait come first, so that the run does not end with one of them alone.
fn slow_first(mut scenarios: Vec<Arc<Scenario>>) -> Vec<Arc<Scenario>> {
    let waits = |scenario: &Arc<Scenario>| {
        let waiting =
            |step: &&scenario::Step| matches!(step.action, Action::Wait(_) | Action::Operator(_) | Action::Client(_));
        scenario.steps.iter().filter(waiting).count() + scenario.given.len()
    };
    scenarios.sort_by_cached_key(|scenario| std::cmp::Reverse(waits(scenario)));
    scenarios
}
