//! Clean-up: what a scenario created is deleted, the last first, in rounds.

use std::collections::HashSet;
use std::time::Duration;

use contract::tables::Order;
use record::{CleanUpOutcome, CleanedUp, Entry, ScenarioKey};
use serde_json::Value;
use tokio::time::{Instant, timeout};

use crate::call::Pauses;
use crate::cleanup::caller::{CleanUpCaller, PAUSE};
use crate::cleanup::creation::{Companions, Creation};
use crate::cleanup::deletion::{DeleteOutcome, Deletion};
use crate::cleanup::journal::JournalError;
use crate::cleanup::ledger::Ledger;
use crate::cleanup::{companions, orphans};
use crate::evaluate::search;
use crate::target::Target;

/// How long clean-up of one scenario may take, before the endpoint's factor.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(180);
/// How long a creating call that is running may take to end.
const GRACE: Duration = Duration::from_secs(30);

/// Deletes what the ledger holds; the outcome for each resource.
///
/// # Errors
/// The journal cannot be written; what could be deleted before is deleted.
pub(crate) async fn clean_up(
    target: &Target,
    key: &ScenarioKey,
    ledger: &Ledger,
) -> Result<Vec<CleanedUp>, JournalError> {
    for call in ledger.take_running() {
        // A call that does not end in time is treated like any whose response was lost.
        let _ = timeout(GRACE, call).await;
    }
    if ledger.remaining().is_empty() {
        return Ok(Vec::new());
    }
    let caller = CleanUpCaller { target, key, deadline: Instant::now() + target.scaled(TIMEOUT) };
    let mut clean_up = CleanUp { caller, ledger, finished: HashSet::new(), outcomes: Vec::new() };
    clean_up.find_orphans().await?;
    clean_up.find_companions().await?;
    clean_up.rounds().await?;
    Ok(clean_up.outcomes)
}

/// A deletion that is due: which, of which id, and why the last attempt failed.
type Waiting = Vec<(Deletion, String, String)>;

/// Clean-up of one scenario.
struct CleanUp<'a> {
    caller: CleanUpCaller<'a>,
    ledger: &'a Ledger,
    /// Kind and id of what does not exist any more, or cannot be deleted.
    finished: HashSet<(String, String)>,
    outcomes: Vec<CleanedUp>,
}

impl CleanUp<'_> {
    /// Finds resources whose creating response was lost, except those that are deleted with their container.
    async fn find_orphans(&mut self) -> Result<(), JournalError> {
        for creation in self.ledger.remaining().into_iter().filter(|creation| creation.uncertain) {
            if self.is_deleted_with_container(&creation) {
                self.ledger.found(creation.n, Vec::new())?;
                continue;
            }
            match orphans::find(&self.caller, &creation).await {
                Ok(ids) => self.ledger.found(creation.n, ids)?,
                Err(reason) => {
                    let reason = format!("the response to {} was lost, and {reason}", creation.lifecycle.create);
                    let deletion = Deletion::Resource(creation.lifecycle);
                    self.note(deletion, "unknown", CleanUpOutcome::Failed { reason }).await;
                }
            }
        }
        Ok(())
    }

    /// Finds what was created along with the resources, before anything is deleted.
    async fn find_companions(&mut self) -> Result<(), JournalError> {
        for creation in self.ledger.remaining() {
            for id in &creation.ids {
                for (row, companion) in creation.lifecycle.companions.iter().enumerate() {
                    let known = creation.companions.iter().any(|held| held.of == *id && held.row == row);
                    if known || !companions::applies(companion, &creation.facts(Some(id))) {
                        continue;
                    }
                    let ids = companions::find(&self.caller, &creation, id, companion).await;
                    self.ledger.found_companions(creation.n, Companions { of: id.clone(), row, ids })?;
                }
            }
        }
        Ok(())
    }

    /// Attempts deletions in rounds until none is left to retry, or the deadline passes.
    async fn rounds(&mut self) -> Result<(), JournalError> {
        let mut pauses = Pauses::new(PAUSE, self.caller.deadline);
        loop {
            let mut waiting = Waiting::new();
            for creation in self.ledger.remaining() {
                if self.is_deleted_with_container(&creation) {
                    continue;
                }
                for id in &creation.ids {
                    self.delete(&creation, id, &mut waiting).await?;
                }
            }
            self.settle_parts()?;
            if waiting.is_empty() {
                return Ok(());
            }
            if !pauses.pause().await {
                for (deletion, id, reason) in waiting {
                    self.note(deletion, &id, CleanUpOutcome::Failed { reason }).await;
                }
                return Ok(());
            }
        }
    }

    /// Attempts to delete one resource: the companions that go before it, itself, those that go after it.
    async fn delete(&mut self, creation: &Creation, id: &str, waiting: &mut Waiting) -> Result<(), JournalError> {
        let mut due: Vec<(Deletion, String)> = Vec::new();
        due.extend(companions_of(creation, id, Order::Before));
        due.push((Deletion::Resource(creation.lifecycle), id.to_owned()));
        due.extend(companions_of(creation, id, Order::After));
        let mut complete = true;
        for (deletion, id) in due {
            if self.finished.contains(&(deletion.kind().to_owned(), id.clone())) {
                continue;
            }
            match deletion.attempt(&self.caller, &creation.facts(Some(&id))).await {
                DeleteOutcome::Deleted => self.finish(deletion, id, CleanUpOutcome::Deleted).await,
                DeleteOutcome::Gone => self.finish(deletion, id, CleanUpOutcome::Gone).await,
                DeleteOutcome::Failed(reason) => {
                    self.finish(deletion, id, CleanUpOutcome::Failed { reason }).await;
                    return Ok(());
                }
                DeleteOutcome::Retry(reason) => {
                    waiting.push((deletion, id, reason));
                    complete = false;
                    break;
                }
            }
        }
        if complete && !self.has_failed(id) { self.ledger.gone(creation.n, id) } else { Ok(()) }
    }

    /// Whether it is deleted with a container that still exists.
    fn is_deleted_with_container(&self, creation: &Creation) -> bool {
        let Some((kind, container)) = container_of(creation) else { return false };
        self.ledger
            .remaining()
            .iter()
            .any(|other| other.n != creation.n && other.lifecycle.kind == kind && other.ids.contains(&container))
    }

    /// Notes as gone what was deleted with its container.
    fn settle_parts(&mut self) -> Result<(), JournalError> {
        for creation in self.ledger.remaining() {
            let Some((kind, container)) = container_of(&creation) else { continue };
            if self.finished.contains(&(kind.to_owned(), container.clone())) && !self.has_failed(&container) {
                creation.ids.iter().try_for_each(|id| self.ledger.gone(creation.n, id))?;
            }
        }
        Ok(())
    }

    fn has_failed(&self, id: &str) -> bool {
        self.outcomes.iter().any(|one| one.id == id && matches!(one.outcome, CleanUpOutcome::Failed { .. }))
    }

    async fn finish(&mut self, deletion: Deletion, id: String, outcome: CleanUpOutcome) {
        self.note(deletion, &id, outcome).await;
        self.finished.insert((deletion.kind().to_owned(), id));
    }

    async fn note(&mut self, deletion: Deletion, id: &str, outcome: CleanUpOutcome) {
        let (kind, operation) = (deletion.kind().to_owned(), deletion.operation().to_owned());
        let clean_up = CleanedUp { kind, id: id.to_owned(), operation, outcome };
        self.outcomes.push(clean_up.clone());
        self.caller.target.emit(Entry::CleanedUp { key: self.caller.key.clone(), clean_up }).await;
    }
}

/// The deletions of a resource's companions of one order.
fn companions_of(creation: &Creation, id: &str, order: Order) -> Vec<(Deletion, String)> {
    let mut found = Vec::new();
    for held in creation.companions.iter().filter(|held| held.of == id) {
        if let Some(row) = creation.lifecycle.companions.get(held.row).filter(|row| row.order == order) {
            found.extend(held.ids.iter().map(|id| (Deletion::Companion(row), id.clone())));
        }
    }
    found
}

/// Kind and id of the container that a creation is part of.
fn container_of(creation: &Creation) -> Option<(&'static str, String)> {
    let part_of = creation.lifecycle.part_of.as_ref()?;
    match search(&part_of.id, &creation.facts(None)) {
        Value::String(container) => Some((&part_of.kind, container)),
        _ => None,
    }
}
