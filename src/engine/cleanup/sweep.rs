//! The sweep: deletes what a run left, by its journal and by lists of the account, and nothing else.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use contract::tables;
use endpoint::Endpoint;
use record::{Attempt, CleanedUp, Inventory, Purpose, Redactor, ScenarioKey, StepName, Subject};
use serde_json::Value;

use crate::aftermath;
use crate::call::{CallOutcome, PreparedCall};
use crate::cleanup::creation::Creation;
use crate::cleanup::journal::{self, Journal, JournalError, Note};
use crate::cleanup::ledger::Ledger;
use crate::cleanup::open::open_creations;
use crate::cleanup::rounds::clean_up;
use crate::names::RunName;
use crate::stop::Stop;
use crate::target::Target;

/// In place of the id of a resource that may exist.
const UNKNOWN: &str = "unknown";

/// The journal of a run: what it may have left.
#[derive(Debug)]
pub struct Sweep {
    run: RunName,
    /// The lock of the journal: nobody else sweeps, and the run is not alive.
    held: File,
    open: Vec<Creation>,
    /// Settings of accounts that may be changed.
    restores: Vec<Restore>,
    /// The endpoints on which the run created something or tried to: it may have left what its journal does not have.
    used: BTreeSet<String>,
    /// Whether the run came to its end: then it looked for what it left.
    has_ended: bool,
    /// By endpoint: the kinds of resources that were listed before the run created anything.
    listed_before: BTreeMap<String, BTreeMap<String, usize>>,
    /// The notes that have what was there before.
    inventories: Vec<Note>,
}

/// A setting of an account that may be changed, and the call that puts it back.
#[derive(Debug, Clone, PartialEq)]
struct Restore {
    n: u64,
    endpoint: String,
    operation: String,
    request: Value,
}

/// What a sweep did about a setting of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The action that puts it back.
    pub operation: String,
    /// Why the call failed; absent if it succeeded.
    pub failure: Option<String>,
}

/// One creation of which something may be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftoverCreation<'a> {
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: &'a str,
    /// The action that created them: `CreateVpc`.
    pub operation: &'a str,
    /// The ids of the resources. Empty: the response was lost.
    pub ids: &'a [String],
}

/// What a sweep did on one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swept {
    /// The name of the endpoint in `endpoints.yaml`.
    pub endpoint: String,
    /// The settings of the account that the run may have changed.
    pub restored: Vec<Restored>,
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
    /// Reads the journal of a run directory, and locks it.
    ///
    /// # Errors
    /// There is no journal, it is damaged, or the run is still alive.
    pub fn read(directory: &Path) -> Result<Self, SweepError> {
        let held = journal::hold(directory)?;
        let (run, notes) = journal::read(directory)?;
        let has_ended = record::has_ended(directory);
        let used = notes.iter().filter_map(|note| match note {
            Note::Creating { key, .. } => Some(key.endpoint.clone()),
            _ => None,
        });
        let used = used.collect();
        let mut listed_before: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for note in &notes {
            if let Note::Inventory { endpoint, kind, ids: Some(ids), .. } = note {
                listed_before.entry(endpoint.clone()).or_default().insert(kind.clone(), ids.len());
            }
        }
        let of_before = |note: &&Note| matches!(note, Note::Inventory { .. } | Note::Created { .. });
        let inventories = notes.iter().filter(of_before).cloned().collect();
        let restores = open_restores(&notes);
        let unknown = unknown_kinds(&notes);
        let mut open = open_creations(notes);
        for creation in &mut open {
            let kind = (creation.key.endpoint.clone(), creation.lifecycle.kind.clone());
            creation.may_be_missing = creation.ids.is_empty() && unknown.contains(&kind);
        }
        Ok(Sweep { run, held, used, has_ended, listed_before, inventories, restores, open })
    }

    /// The name of the run, from the first line of its journal.
    pub fn run(&self) -> &str {
        self.run.as_str()
    }

    /// The names of the endpoints that a sweep looks at, sorted: those on which the run created something or tried to, or changed
    /// a setting. That its journal has nothing open proves little: what clean-up deleted may be described again, and what was
    /// listed after the run may have been listed in part.
    pub fn endpoints(&self) -> Vec<String> {
        let changed = self.restores.iter().map(|restore| &restore.endpoint);
        self.used.iter().chain(changed).cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether something may be left by what is on the disk: the journal has something open, or the run was killed before it looked
    /// for what it left.
    pub fn is_needed(&self) -> bool {
        !self.open.is_empty() || !self.restores.is_empty() || !(self.has_ended || self.used.is_empty())
    }

    /// The settings of accounts that may be changed: the endpoint, and the action that puts it back.
    pub fn changed_settings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.restores.iter().map(|restore| (restore.endpoint.as_str(), restore.operation.as_str()))
    }

    /// What may be left, by endpoint, the last created first.
    pub fn leftovers(&self) -> Vec<LeftoverCreation<'_>> {
        let mut open: Vec<&Creation> = self.open.iter().collect();
        open.sort_by_key(|creation| std::cmp::Reverse((&creation.key.endpoint, creation.n)));
        open.into_iter()
            .map(|creation| LeftoverCreation {
                endpoint: &creation.key.endpoint,
                operation: &creation.lifecycle.create,
                ids: &creation.ids,
            })
            .collect()
    }

    /// Puts changed settings of the accounts back, deletes what is left on the given endpoints, by the journal and by what
    /// descriptions of the account still show, and notes both in the journal.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub async fn finish(
        self,
        directory: &Path,
        endpoints: Vec<Endpoint>,
        redactor: Redactor,
    ) -> Result<Vec<Swept>, SweepError> {
        let journal = Arc::new(Journal::resume(directory, redactor, self.held)?);
        let mut swept = Vec::new();
        for endpoint in endpoints {
            let name = endpoint.name().to_owned();
            let open = self.open.iter().filter(|creation| creation.key.endpoint == name).cloned().collect();
            let target = Target::new(endpoint, self.run.clone(), None, Stop::new());
            let key = ScenarioKey { endpoint: name.clone(), scenario: Subject::Sweep, attempt: Attempt::FIRST };
            let ledger = Ledger::of_journal(key.clone(), journal.clone(), open);
            target.existing.noted(&self.inventories, &name);
            let is_checked = target.endpoint.profile().run_checks.aftermath;
            if is_checked {
                *target.listed_before.lock() = self.listed_before.get(&name).cloned().unwrap_or_default();
            }
            let restores = self.restores.iter().filter(|restore| restore.endpoint == name).cloned();
            let restored = put_back(&target, &key, &journal, restores.collect()).await?;
            let mut outcomes = clean_up(&target, &key, &ledger).await?;
            let mut inventory = None;
            if is_checked {
                let is_deleted = |one: &&CleanedUp| one.left_over().is_none();
                let since = || outcomes.iter().filter(is_deleted).map(|one| one.id.clone()).collect();
                let checked = aftermath::sweep(&target, &key, &journal, self.has_ended.then(since)).await?;
                outcomes.extend(checked.outcomes);
                inventory = Some(checked.inventory);
            }
            swept.push(Swept { endpoint: name, restored, outcomes: last_outcomes(outcomes), inventory });
        }
        Ok(swept)
    }
}

/// Of each resource the last outcome: what held it may have been deleted since. Those of unknown id are several.
fn last_outcomes(outcomes: Vec<CleanedUp>) -> Vec<CleanedUp> {
    let mut last: Vec<CleanedUp> = Vec::new();
    for outcome in outcomes {
        let same = |earlier: &CleanedUp| (&earlier.kind, &earlier.id) == (&outcome.kind, &outcome.id);
        last.retain(|earlier| !same(earlier) || earlier.id == UNKNOWN);
        last.push(outcome);
    }
    last
}

/// Makes the calls that put settings of an account back, the last change first.
async fn put_back(
    target: &Target,
    key: &ScenarioKey,
    journal: &Journal,
    restores: Vec<Restore>,
) -> Result<Vec<Restored>, JournalError> {
    let mut restored = Vec::new();
    for Restore { n, operation, request, .. } in restores.into_iter().rev() {
        let call = PreparedCall::new(target, key, &operation, request);
        let (_, outcome) = call.send(target, &StepName::CleanUp, Purpose::CleanUp).await;
        let failure = match &outcome {
            CallOutcome::Success(_) => None,
            failed => Some(format!("{operation} {}", failed.in_words())),
        };
        if failure.is_none() {
            journal.note(Note::Settled { n })?;
        }
        restored.push(Restored { operation, failure });
    }
    Ok(restored)
}

/// Endpoint and kind of what could not be listed before the run, because the endpoint does not seem to have the action, and of
/// which nothing was created.
fn unknown_kinds(notes: &[Note]) -> HashSet<(String, String)> {
    let mut unknown = HashSet::new();
    let mut creations: HashMap<u64, (String, String)> = HashMap::new();
    for note in notes {
        match note {
            Note::Inventory { endpoint, kind, may_be_missing: true, .. } => {
                unknown.insert((endpoint.clone(), kind.clone()));
            }
            Note::Creating { n, key, operation, .. } => {
                let kind = tables::lifecycle(operation).map(|row| (key.endpoint.clone(), row.kind.clone()));
                creations.extend(kind.map(|kind| (*n, kind)));
            }
            _ => {}
        }
    }
    for note in notes {
        if let Note::Created { n, .. } = note
            && let Some(kind) = creations.get(n)
        {
            unknown.remove(kind);
        }
    }
    unknown
}

/// Replays the notes: the settings that may be changed.
fn open_restores(notes: &[Note]) -> Vec<Restore> {
    let mut open: BTreeMap<u64, Restore> = BTreeMap::new();
    for note in notes {
        match note {
            Note::Restore { n, key, operation, request } => {
                let (endpoint, operation) = (key.endpoint.clone(), operation.clone());
                open.insert(*n, Restore { n: *n, endpoint, operation, request: request.clone() });
            }
            Note::Settled { n } => drop(open.remove(n)),
            _ => {}
        }
    }
    open.into_values().collect()
}

#[cfg(test)]
mod tests {
    use record::CleanUpOutcome;

    use super::*;

    #[test]
    fn a_deletion_that_succeeded_later_replaces_the_one_that_failed() {
        let outcome = |id: &str, outcome| CleanedUp {
            kind: "vpc".to_owned(),
            id: id.to_owned(),
            operation: "DeleteVpc".to_owned(),
            outcome,
        };
        let failed = |reason: &str| CleanUpOutcome::Failed { reason: reason.to_owned() };
        let outcomes = vec![
            outcome("vpc-1", failed("DependencyViolation")),
            outcome(UNKNOWN, failed("one response was lost")),
            outcome("vpc-2", CleanUpOutcome::Deleted),
            outcome("vpc-1", CleanUpOutcome::Deleted),
            outcome(UNKNOWN, failed("another response was lost")),
            outcome("vpc-2", failed("it is still described")),
        ];
        let last: Vec<(String, bool)> =
            last_outcomes(outcomes).into_iter().map(|one| (one.id.clone(), one.left_over().is_some())).collect();
        let expected = [(UNKNOWN, true), ("vpc-1", false), (UNKNOWN, true), ("vpc-2", true)];
        assert_eq!(last, expected.map(|(id, is_left)| (id.to_owned(), is_left)));
    }
}
