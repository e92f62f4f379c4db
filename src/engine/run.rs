//! A run: every selected scenario on every endpoint, in parallel within each endpoint's limits.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use endpoint::Endpoint;
use parking_lot::Mutex;
use record::{Course, Entry, Redactor, RunHead, ScenarioKey, ShardHead, now_ms};
use scenario::{Action, Scenario, Suite};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::aftermath::{aftermath, take_inventory};
use crate::cleanup::{Creation, Journal, JournalError, hold, open_creations};
use crate::client::ClientOptions;
use crate::context::RunContext;
use crate::feedback::Feedback;
use crate::fixture::Fixtures;
use crate::names::{NameGenerator, RunName};
use crate::pages::pages;
use crate::phase::{Phase, SurvivorsError};
use crate::rounds::run_rounds;
use crate::stop::Stop;
use crate::target::{Emitted, Target};

/// How many entries may wait to be consumed; then scenarios wait too.
const WAITING_ENTRIES: usize = 1024;
/// The names that one part of a resumed run may generate on an endpoint: those of the parts before it are not used again.
const NAMES_OF_PART: u32 = 1_000_000;
/// The parts among which a shard draws one: a shard that runs again under the name of its run uses other names.
const PARTS: u32 = 4_000;

/// The parts of a run.
#[derive(Debug)]
pub struct Options {
    /// The name of the run, which its resources carry.
    pub run: RunName,
    /// What it records if it is one of several shards, as `run` has it.
    pub shard: Option<ShardHead>,
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
    /// How often and in which order the scenarios run.
    pub course: Course,
    /// What the consumer of the entries finds in them: retries, and the end of the run with `fail_fast`, go by it.
    pub feedback: Feedback,
    /// What the run recorded before it was interrupted; absent where it begins.
    pub recorded: Option<Resumption>,
    /// What its clients may do.
    pub clients: ClientOptions,
    /// Stops the run: no more calls are made, what was created is deleted.
    pub stop: Stop,
}

/// What a run recorded before it was interrupted.
#[derive(Debug, Clone)]
pub struct Resumption {
    /// The head of the run, as it was recorded.
    pub head: RunHead,
    /// The attempts that do not run again.
    pub attempts: HashSet<ScenarioKey>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunEnd {
    /// Whether it was stopped before its end.
    pub interrupted: bool,
}

impl Options {
    /// The run's head; that of a resumed run has the time at which it is resumed.
    pub fn head(&self) -> RunHead {
        if let Some(Resumption { head, .. }) = &self.recorded {
            let mut head = head.clone();
            head.resumed_at_ms.push(now_ms());
            return head;
        }
        RunHead {
            format: record::FORMAT,
            run: self.run.to_string(),
            at_ms: now_ms(),
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            suite: self.suite.version.clone(),
            endpoints: self.endpoints.iter().map(Endpoint::head).collect(),
            selected: self.selected.iter().filter_map(|scenario| scenario.id.scenario_id().cloned()).collect(),
            survivors: self.phase.head(),
            course: self.course,
            resumed_at_ms: Vec::new(),
            shard: self.shard.clone(),
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

/// Runs the selected scenarios, and hands each entry to `consume` as it comes. `head`: [`Options::head`].
///
/// A run that was interrupted goes on in its directory; what its journal has open must be deleted before.
///
/// # Errors
/// The journal cannot be created: then nothing was sent. Or the file for a later run cannot be written.
pub async fn run(options: Options, head: RunHead, mut consume: impl FnMut(Entry)) -> Result<RunEnd, RunError> {
    let journal = Arc::new(match options.recorded {
        None => Journal::create(&options.directory, &options.run, options.redactor.clone())?,
        Some(_) => {
            let held = hold(&options.directory)?;
            Journal::resume(&options.directory, options.redactor.clone(), held)?
        }
    });
    let left = if options.recorded.is_some() { open_creations(journal.notes()?) } else { Vec::new() };
    options.stop.count_in(journal.clone());
    let phase = Arc::new(options.phase);
    let (entries, mut incoming) = mpsc::channel(WAITING_ENTRIES);
    let parts_before = match options.run.shard() {
        None => u32::try_from(head.resumed_at_ms.len()).unwrap_or(u32::MAX),
        Some(_) => fastrand::u32(..PARTS),
    };
    consume(match head.resumed_at_ms.last() {
        None => Entry::RunStarted(Box::new(head)),
        Some(&at_ms) => Entry::RunResumed { at_ms },
    });
    // What was there before the first part of a resumed run.
    let notes = if options.recorded.is_some() { journal.notes()? } else { Vec::new() };
    let recorded = Arc::new(options.recorded.map(|recorded| recorded.attempts).unwrap_or_default());
    let selected = slow_first(options.selected);
    let mut endpoints = JoinSet::new();
    for endpoint in options.endpoints {
        let target = Target::new(endpoint, options.run.clone(), Some(entries.clone()), options.stop.clone());
        target.existing.noted(&notes, target.endpoint.name());
        let is_here = |creation: &&Creation| creation.key.endpoint == target.endpoint.name();
        let left_before: Vec<Creation> = left.iter().filter(is_here).cloned().collect();
        for Creation { n, lifecycle, request, .. } in &left_before {
            target.ceiling.exists(*n, &lifecycle.create, request);
        }
        let context = RunContext {
            target: Arc::new(target),
            suite: options.suite.clone(),
            journal: journal.clone(),
            phase: phase.clone(),
            course: options.course,
            feedback: options.feedback.clone(),
            recorded: recorded.clone(),
            left_before,
            missing_actions: Mutex::default(),
            name_generator: NameGenerator::after(parts_before.saturating_mul(NAMES_OF_PART)),
            clients: options.clients,
        };
        endpoints.spawn(run_all(Arc::new(Fixtures::new(Arc::new(context))), selected.clone()));
    }
    drop(entries);
    while let Some(emitted) = incoming.recv().await {
        match emitted {
            Emitted::Entry(entry) => consume(*entry),
            // Who waited for it may be gone.
            Emitted::Barrier(done) => drop(done.send(())),
        }
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
    run_rounds(&fixtures, scenarios).await;
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
