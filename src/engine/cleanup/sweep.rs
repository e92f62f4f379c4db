//! The sweep: finishes what a killed run left, from its journal, and touches nothing else.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use contract::{Contract, tables};
use endpoint::Endpoint;
use record::{CleanedUp, Redactor};
use scenario::Suite;
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use crate::cleanup::journal::{self, Journal, JournalError, Note};
use crate::cleanup::ledger::{Companions, Creation, Ledger};
use crate::cleanup::rounds::clean_up;
use crate::names::{NameGenerator, RunName};
use crate::target::Target;

/// A run's journal, read.
#[derive(Debug)]
pub struct Sweep {
    run: String,
    left: Vec<Creation>,
}

/// What became of one resource: which endpoint it was on, and how its deletion went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swept {
    /// The endpoint's name.
    pub endpoint: String,
    /// What became of it.
    pub clean_up: CleanedUp,
}

/// Why a sweep could not be done.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The journal cannot be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl Sweep {
    /// Reads the journal of a run directory.
    ///
    /// # Errors
    /// When there is none or it is damaged.
    pub fn read(directory: &Path) -> Result<Self, SweepError> {
        let (run, notes) = journal::read(directory)?;
        Ok(Sweep { run, left: left(notes) })
    }

    /// The run's name.
    pub fn run(&self) -> &str {
        &self.run
    }

    /// The endpoints on which something may be left.
    pub fn endpoints(&self) -> Vec<String> {
        let mut names: Vec<String> = self.left.iter().map(|creation| creation.key.endpoint.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// What may be left, the last created first: endpoint, creating action, ids (none: its answer was lost).
    pub fn left(&self) -> Vec<(&str, &str, &[String])> {
        let row = |creation: &'_ Creation| (creation.key.endpoint.clone(), creation.n);
        let mut left: Vec<&Creation> = self.left.iter().collect();
        left.sort_by_key(|creation| std::cmp::Reverse(row(creation)));
        left.into_iter()
            .map(|creation| {
                (creation.key.endpoint.as_str(), creation.lifecycle.create.as_str(), creation.ids.as_slice())
            })
            .collect()
    }

    /// Deletes what is left on the given endpoints, and notes it in the journal.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub async fn finish(
        self,
        directory: &Path,
        endpoints: Vec<Endpoint>,
        redactor: Redactor,
    ) -> Result<Vec<Swept>, SweepError> {
        let journal = Arc::new(Journal::resume(directory, redactor)?);
        let mut swept = Vec::new();
        for endpoint in endpoints {
            let name = endpoint.name().to_owned();
            let creations: Vec<Creation> =
                self.left.iter().filter(|creation| creation.key.endpoint == name).cloned().collect();
            // Nobody follows a sweep's calls: what became of each resource is its result.
            let (entries, mut ignored) = mpsc::channel(1);
            let drain = tokio::spawn(async move { while ignored.recv().await.is_some() {} });
            let target = Target {
                contract: Contract::for_version(&endpoint.profile().api_version),
                endpoint,
                run: RunName::known(&self.run),
                suite: Arc::new(Suite::default()),
                name_generator: NameGenerator::default(),
                journal: journal.clone(),
                creations: Arc::default(),
                fixtures: Mutex::new(BTreeMap::new()),
                missing: Mutex::default(),
                stop: CancellationToken::new(),
                entries,
                part: Arc::default(),
            };
            let key = target.key("sweep");
            let ledger = Ledger::of_journal(key.clone(), journal.clone(), creations);
            let cleaned = clean_up(&target, &key, &ledger).await;
            drop(target);
            // It ends with the last sender.
            let _ = drain.await;
            swept.extend(cleaned?.into_iter().map(|clean_up| Swept { endpoint: name.clone(), clean_up }));
        }
        Ok(swept)
    }
}

/// Puts the notes together: the creations of which something may be left.
fn left(notes: Vec<Note>) -> Vec<Creation> {
    let mut creations: BTreeMap<u64, Creation> = BTreeMap::new();
    for note in notes {
        match note {
            Note::Run { .. } => {}
            Note::Asking { n, key, operation, request } => {
                if let Some(lifecycle) = tables::lifecycle(&operation) {
                    creations.insert(n, Creation::asked(n, key, lifecycle, request));
                }
            }
            Note::Made { n, ids, answer } => {
                if let Some(creation) = creations.get_mut(&n) {
                    creation.unsure = ids.is_empty();
                    creation.ids = ids;
                    creation.answer = answer;
                }
            }
            Note::Companions { n, of, row, ids } => {
                if let Some(creation) = creations.get_mut(&n) {
                    creation.companions.push(Companions { of, row, ids });
                }
            }
            Note::Gone { n, id } => {
                if let Some(creation) = creations.get_mut(&n) {
                    creation.ids.retain(|held| *held != id);
                }
            }
            Note::Refused { n } | Note::Settled { n } => {
                creations.remove(&n);
            }
        }
    }
    creations.into_values().filter(|creation| creation.unsure || !creation.ids.is_empty()).collect()
}
