//! A run: every selected scenario on every endpoint, in parallel within each endpoint's limits.

use std::collections::hash_map::Entry as Place;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use contract::Contract;
use endpoint::Endpoint;
use record::{Entry, Redactor, RunHead};
use scenario::{Action, Scenario, Suite};
use tokio::sync::{Mutex, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::cleanup::{Journal, JournalError};
use crate::names::{NameGenerator, RunName};
use crate::play::play;
use crate::step::now_ms;
use crate::survivors::{KeptError, Phase};
use crate::target::Target;

/// How many entries may wait for their consumer; then scenarios wait too.
const WAITING_ENTRIES: usize = 1024;

/// What a run is made of.
#[derive(Debug)]
pub struct Options {
    /// The run's name.
    pub run: RunName,
    /// The suite: its fixtures are made as scenarios need them.
    pub suite: Arc<Suite>,
    /// The scenarios to play, in order of report.
    pub selected: Vec<Arc<Scenario>>,
    /// The endpoints, target first. All are asked at the same time.
    pub endpoints: Vec<Endpoint>,
    /// The run's directory, for the journal. It must exist.
    pub directory: PathBuf,
    /// Takes secrets out of the journal.
    pub redactor: Redactor,
    /// Which part of the scenarios is played.
    pub part: Phase,
    /// Cancel it to stop the run: nothing more is asked, what was created is cleaned up.
    pub stop: CancellationToken,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Whether it was stopped before all was asked.
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
            survivors: self.part.survivors(),
        }
    }
}

/// Why a run could not begin, or end well.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The journal cannot be begun: nothing was asked.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// What was kept could not be noted.
    #[error(transparent)]
    Kept(#[from] KeptError),
}

/// Plays the selected scenarios, and hands each entry to `consume` as it comes.
///
/// # Errors
/// When the journal cannot be begun: then nothing was asked. When what was to be kept cannot be noted.
pub async fn run(options: Options, head: RunHead, mut consume: impl FnMut(Entry)) -> Result<Ended, RunError> {
    let journal = Arc::new(Journal::begin(&options.directory, options.run.as_str(), options.redactor.clone())?);
    let part = Arc::new(options.part);
    let (entries, mut incoming) = mpsc::channel(WAITING_ENTRIES);
    consume(Entry::RunStarted(Box::new(head)));
    let creations = Arc::new(AtomicU64::new(1));
    let selected = slow_first(options.selected);
    let mut endpoints = JoinSet::new();
    for endpoint in options.endpoints {
        let target = Target {
            contract: Contract::for_version(&endpoint.profile().api_version),
            endpoint,
            run: options.run.clone(),
            suite: options.suite.clone(),
            name_generator: NameGenerator::default(),
            journal: journal.clone(),
            creations: creations.clone(),
            fixtures: Mutex::new(BTreeMap::new()),
            missing: Mutex::default(),
            stop: options.stop.clone(),
            entries: entries.clone(),
            part: part.clone(),
        };
        endpoints.spawn(play_all(Arc::new(target), selected.clone()));
    }
    drop(entries);
    while let Some(entry) = incoming.recv().await {
        consume(entry);
    }
    // All senders are gone, so all endpoints are done; a panic in one was told in its scenarios' outcomes.
    while endpoints.join_next().await.is_some() {}
    if let Phase::Keep(keeper) = &*part {
        keeper.write(&options.directory, options.run.as_str(), &options.redactor)?;
    }
    let interrupted = options.stop.is_cancelled();
    consume(Entry::RunEnded { at_ms: now_ms(), interrupted });
    Ok(Ended { interrupted })
}

async fn play_all(target: Arc<Target>, scenarios: Vec<Arc<Scenario>>) {
    let places = Arc::new(Semaphore::new(target.endpoint.profile().pace.scenarios.max(1)));
    let mut playing = JoinSet::new();
    let (alone, together): (Vec<_>, Vec<_>) = scenarios.into_iter().partition(|scenario| scenario.stands_alone());
    for chain in chains(together) {
        // The semaphore is never closed.
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let target = target.clone();
        playing.spawn(async move {
            for scenario in chain {
                play(target.clone(), scenario).await;
            }
            drop(place);
        });
        while playing.try_join_next().is_some() {}
    }
    while playing.join_next().await.is_some() {}
    for scenario in alone {
        play(target.clone(), scenario).await;
    }
    // In no order of theirs: a fixture that builds on another made once a run does not own what it uses,
    // and a deletion that comes too soon is refused and tried again.
    let fixtures = std::mem::take(&mut *target.fixtures.lock().await);
    let mut ending = JoinSet::new();
    for cell in fixtures.into_values() {
        ending.spawn(async move {
            // One whose making is under way is waited for; one that was never begun has nothing to end.
            if let Ok(fixture) = cell.get_or_try_init(|| async { Err(()) }).await {
                fixture.end().await;
            }
        });
    }
    while ending.join_next().await.is_some() {}
}

/// Each scenario by itself, but the generated checks of an action one after the other: when the endpoint says to the
/// first that it does not have the action, the others need not be asked, and in every run they are the same.
fn chains(scenarios: Vec<Arc<Scenario>>) -> Vec<Vec<Arc<Scenario>>> {
    let mut chains: Vec<Vec<Arc<Scenario>>> = Vec::new();
    let mut by_action: HashMap<String, usize> = HashMap::new();
    for scenario in scenarios {
        match scenario.invalid_action().map(|action| by_action.entry(action.to_owned())) {
            Some(Place::Occupied(at)) => chains[*at.get()].push(scenario),
            Some(Place::Vacant(place)) => {
                place.insert(chains.len());
                chains.push(vec![scenario]);
            }
            None => chains.push(vec![scenario]),
        }
    }
    chains
}

/// Scenarios that wait come first, so that the run does not end with one of them alone.
fn slow_first(mut scenarios: Vec<Arc<Scenario>>) -> Vec<Arc<Scenario>> {
    let waits = |scenario: &Arc<Scenario>| {
        let waiting = |step: &&scenario::Step| matches!(step.action, Action::Wait(_) | Action::Operator(_));
        scenario.steps.iter().filter(waiting).count() + scenario.given.len()
    };
    scenarios.sort_by_cached_key(|scenario| std::cmp::Reverse(waits(scenario)));
    scenarios
}
