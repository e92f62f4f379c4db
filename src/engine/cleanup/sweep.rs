//! The sweep: deletes what a killed run left, by its journal, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use contract::tables;
use endpoint::Endpoint;
use record::{CleanedUp, Inventory, Redactor, ScenarioKey};

use crate::aftermath;
use crate::cleanup::creation::{Companions, Creation};
use crate::cleanup::journal::{self, Journal, JournalError, Note};
use crate::cleanup::ledger::Ledger;
use crate::cleanup::rounds::clean_up;
use crate::names::RunName;
use crate::stop::Stop;
use crate::target::Target;

/// The scenario under whose key the calls of a sweep are made. They are not recorded.
const SWEEP: &str = "sweep";

/// The journal of a run: what it may have left.
#[derive(Debug)]
pub struct Sweep {
    run: String,
    open: Vec<Creation>,
    /// The endpoints on which a run created or tried to create something that was killed before it looked for what it left.
    unchecked: BTreeSet<String>,
    /// By endpoint: the kinds of resources that were listed before the run created anything.
    listed_before: BTreeMap<String, BTreeMap<String, usize>>,
}

/// One creation of which something may be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leftover<'a> {
    /// The endpoint's name.
    pub endpoint: &'a str,
    /// The creating action.
    pub operation: &'a str,
    /// The ids of the resources. Empty: the response was lost.
    pub ids: &'a [String],
}

/// What a sweep did on one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swept {
    /// The endpoint's name.
    pub endpoint: String,
    /// The resources, and the outcome of the deletion of each.
    pub outcomes: Vec<CleanedUp>,
    /// What the account has now, compared with what it had before the run; absent if the profile excludes the check.
    pub inventory: Option<Inventory>,
}

/// Why a sweep failed.
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
    /// There is no journal, or it is damaged.
    pub fn read(directory: &Path) -> Result<Self, SweepError> {
        let (run, notes) = journal::read(directory)?;
        let killed = !record::has_ended(directory);
        let endpoints = notes.iter().filter_map(|note| match note {
            Note::Creating { key, .. } => Some(key.endpoint.clone()),
            _ => None,
        });
        let mut listed_before: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for note in &notes {
            if let Note::Inventory { endpoint, kind, ids: Some(ids), .. } = note {
                listed_before.entry(endpoint.clone()).or_default().insert(kind.clone(), ids.len());
            }
        }
        let unchecked = endpoints.filter(|_| killed).collect();
        Ok(Sweep { run, unchecked, listed_before, open: open_creations(notes) })
    }

    /// The run's name.
    pub fn run(&self) -> &str {
        &self.run
    }

    /// The names of the endpoints on which something may be left, sorted.
    pub fn endpoints(&self) -> Vec<String> {
        let open = self.open.iter().map(|creation| creation.key.endpoint.clone());
        open.chain(self.unchecked.iter().cloned()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What may be left, by endpoint, the last created first.
    pub fn leftovers(&self) -> Vec<Leftover<'_>> {
        let mut open: Vec<&Creation> = self.open.iter().collect();
        open.sort_by_key(|creation| std::cmp::Reverse((&creation.key.endpoint, creation.n)));
        open.into_iter()
            .map(|creation| Leftover {
                endpoint: &creation.key.endpoint,
                operation: &creation.lifecycle.create,
                ids: &creation.ids,
            })
            .collect()
    }

    /// Deletes what is left on the given endpoints, by the journal and by what descriptions of the account still show, and notes
    /// it in the journal.
    ///
    /// # Errors
    /// The journal cannot be written.
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
            let open = self.open.iter().filter(|creation| creation.key.endpoint == name).cloned().collect();
            let target = Target::new(endpoint, RunName::known(&self.run), None, Stop::new());
            let key = ScenarioKey { endpoint: name.clone(), scenario: SWEEP.to_owned() };
            let ledger = Ledger::of_journal(key.clone(), journal.clone(), open);
            let is_checked = target.endpoint.profile().run_checks.aftermath;
            if is_checked {
                *target.listed_before.lock() = self.listed_before.get(&name).cloned().unwrap_or_default();
            }
            let mut outcomes = clean_up(&target, &key, &ledger).await?;
            let mut inventory = None;
            if is_checked {
                let checked = aftermath::sweep(&target, &key, &journal).await?;
                outcomes.extend(checked.outcomes);
                inventory = Some(checked.inventory);
            }
            swept.push(Swept { endpoint: name, outcomes, inventory });
        }
        Ok(swept)
    }
}

/// Replays the notes: the creations of which something may be left.
pub(crate) fn open_creations(notes: Vec<Note>) -> Vec<Creation> {
    let mut creations: BTreeMap<u64, Creation> = BTreeMap::new();
    for note in notes {
        match note {
            Note::Run { .. } | Note::Inventory { .. } => {}
            Note::Creating { n, key, operation, request } => {
                if let Some(lifecycle) = tables::lifecycle(&operation) {
                    creations.insert(n, Creation::new(n, key, lifecycle, request));
                }
            }
            Note::Created { n, ids, response, lost } => {
                if let Some(creation) = creations.get_mut(&n) {
                    creation.uncertain = lost || ids.is_empty();
                    creation.ids = ids;
                    creation.response = response;
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
            Note::Rejected { n } | Note::Settled { n } => {
                creations.remove(&n);
            }
        }
    }
    creations.into_values().filter(Creation::is_open).collect()
}
