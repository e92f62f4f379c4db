//! The creations of one scenario: noted before the call is sent, removed when nothing of them is left.

use std::sync::Arc;

use contract::Contract;
use contract::tables::{self, Lifecycle};
use parking_lot::{Mutex, MutexGuard};
use record::{Exchange, ScenarioKey, now_ms};
use serde_json::{Map, Value};
use tokio::task::JoinHandle;

use crate::call::{CallOutcome, may_mean_missing};
use crate::ceiling::Ceiling;
use crate::cleanup::creation::{Companions, Creation};
use crate::cleanup::journal::{Journal, JournalError, Note};
use crate::existing::ExistingResources;

/// The creations of one scenario on one endpoint. Every change is in the journal.
#[derive(Debug)]
pub(crate) struct Ledger {
    key: ScenarioKey,
    journal: Arc<Journal>,
    creations: Mutex<Vec<Creation>>,
    /// Creating calls that are running: a canceled step does not end them.
    running: Mutex<Vec<JoinHandle<()>>>,
    ceiling: Arc<Ceiling>,
}

/// Why a creating call must not be sent.
#[derive(Debug)]
pub(crate) enum NotCreated {
    /// The journal cannot be written.
    Journal(JournalError),
    /// It would pass the ceiling of resources that have a price: the sentence says so.
    Ceiling(String),
}

impl From<JournalError> for NotCreated {
    fn from(error: JournalError) -> Self {
        NotCreated::Journal(error)
    }
}

impl Ledger {
    pub(crate) fn new(key: ScenarioKey, journal: Arc<Journal>) -> Self {
        Ledger::of_journal(key, journal, Vec::new())
    }

    /// A ledger with the open creations of a journal.
    pub(crate) fn of_journal(key: ScenarioKey, journal: Arc<Journal>, creations: Vec<Creation>) -> Self {
        Ledger { key, journal, creations: Mutex::new(creations), running: Mutex::default(), ceiling: Arc::default() }
    }

    /// The same, creating nothing above this ceiling.
    pub(crate) fn under(self, ceiling: Arc<Ceiling>) -> Self {
        Ledger { ceiling, ..self }
    }

    /// Notes that a call is about to be sent; the number of the creation. `None`: the action creates nothing.
    pub(crate) fn creating(&self, operation: &str, request: &Value) -> Result<Option<u64>, NotCreated> {
        let Some(lifecycle) = tables::lifecycle(operation) else { return Ok(None) };
        let n = self.journal.next_number();
        self.ceiling.take(n, operation, request).map_err(NotCreated::Ceiling)?;
        let key = self.key.clone();
        let called_ms = Some(now_ms());
        let (operation, request) = (operation.to_owned(), request.clone());
        self.journal.note(Note::Creating { n, key, operation, request: request.clone(), at_ms: called_ms })?;
        self.creations().push(Creation { called_ms, ..Creation::new(n, self.key.clone(), lifecycle, request) });
        Ok(Some(n))
    }

    /// Takes over a resource that was found to be the run's although no response reported its creation. `element`: the
    /// resource as it is described.
    pub(crate) fn adopt(&self, lifecycle: &'static Lifecycle, id: &str, element: Value) -> Result<(), JournalError> {
        let n = self.journal.next_number();
        let (key, operation, request) = (self.key.clone(), lifecycle.create.clone(), Value::Object(Map::new()));
        self.journal.note(Note::Creating { n, key, operation, request: request.clone(), at_ms: None })?;
        let mut creation = Creation::new(n, self.key.clone(), lifecycle, request);
        creation.uncertain = false;
        creation.ids = vec![id.to_owned()];
        creation.response = element.clone();
        self.creations().push(creation);
        let note = Note::Created { n, ids: vec![id.to_owned()], response: element, lost: false, created_ms: None };
        self.journal.note(note)
    }

    /// The ids of what a call created, as far as they exist.
    pub(crate) fn created_ids(&self, n: u64) -> Vec<String> {
        self.creations().iter().find(|creation| creation.n == n).map(|one| one.ids.clone()).unwrap_or_default()
    }

    /// Notes the outcome of a creating call. What existed before was not created, even if the response reports it.
    ///
    /// An attempt without a readable response may have created something all the same, even where a later
    /// attempt succeeded or was rejected (as a duplicate of the first, for example).
    pub(crate) fn ended(
        &self,
        n: u64,
        attempts: &[Exchange],
        outcome: &CallOutcome,
        existing: &ExistingResources,
    ) -> Result<(), JournalError> {
        let earlier = attempts.split_last().map_or(&[][..], |(_, earlier)| earlier);
        let lost = earlier.iter().any(may_have_worked);
        self.count_lost(n, earlier);
        match outcome {
            CallOutcome::Success(response) => {
                let mut creations = self.creations();
                let Some(creation) = creations.iter_mut().find(|creation| creation.n == n) else { return Ok(()) };
                creation.response = response.clone();
                creation.created_ms = Some(now_ms());
                let ids = creation.created_ids();
                let kind = creation.lifecycle.kind.as_str();
                creation.uncertain = lost || ids.is_empty();
                creation.ids = ids.into_iter().filter(|id| !existing.has(kind, id)).collect();
                if !creation.is_open() {
                    drop(creations);
                    return self.rejected(n);
                }
                let (ids, created_ms) = (creation.ids.clone(), creation.created_ms);
                let note = Note::Created { n, ids, response: response.clone(), lost, created_ms };
                drop(creations);
                self.journal.note(note)
            }
            CallOutcome::Rejected(_) | CallOutcome::NoResponse(_) if !attempts.iter().any(may_have_worked) => {
                self.rejected(n)
            }
            CallOutcome::Existing(_)
            | CallOutcome::Rejected(_)
            | CallOutcome::Unreadable(_)
            | CallOutcome::NoResponse(_) => {
                let mut creations = self.creations();
                let creation = creations.iter_mut().find(|creation| creation.n == n);
                creation
                    .into_iter()
                    .for_each(|creation| creation.may_be_missing = attempts.iter().all(may_mean_missing));
                Ok(())
            }
        }
    }

    /// Counts against the ceiling what lost attempts may have created, unless a token of the request makes them one.
    fn count_lost(&self, n: u64, earlier: &[Exchange]) {
        let is_idempotent = |creation: &Creation| {
            let operation = Contract::embedded().operation(&creation.lifecycle.create);
            let tokens = operation.into_iter().flat_map(|operation| &operation.idempotency_tokens);
            tokens.into_iter().any(|token| creation.request.get(token).is_some())
        };
        if self.creations().iter().any(|creation| creation.n == n && is_idempotent(creation)) {
            return;
        }
        self.ceiling.count_lost(n, earlier.iter().map(|attempt| u64::from(may_have_worked(attempt))).sum());
    }

    /// Notes that a call created nothing, whatever the error was.
    pub(crate) fn rejected(&self, n: u64) -> Result<(), JournalError> {
        self.creations().retain(|creation| creation.n != n);
        self.ceiling.free(n);
        self.journal.note(Note::Rejected { n })
    }

    /// Notes that the scenario itself deleted something.
    pub(crate) fn deleted(&self, operation: &str, request: &Value) -> Result<(), JournalError> {
        let mut gone = Vec::new();
        for creation in self.creations().iter().rev().filter(|creation| creation.lifecycle.delete == operation) {
            let ids = creation.ids.iter().filter(|id| creation.is_deleted_by(id, request));
            gone.extend(ids.map(|id| (creation.n, id.clone())));
        }
        gone.into_iter().try_for_each(|(n, id)| self.gone(n, &id))
    }

    /// Removes one resource; the creation is settled when nothing of it is left.
    pub(crate) fn gone(&self, n: u64, id: &str) -> Result<(), JournalError> {
        self.journal.note(Note::Gone { n, id: id.to_owned() })?;
        let mut creations = self.creations();
        if let Some(creation) = creations.iter_mut().find(|creation| creation.n == n) {
            creation.ids.retain(|held| held != id);
        }
        let settled = creations.iter().any(|creation| creation.n == n && !creation.is_open());
        creations.retain(|creation| creation.n != n || !settled);
        drop(creations);
        if settled { self.settled(n) } else { Ok(()) }
    }

    /// Notes the result of a search for the resources of an uncertain creation.
    pub(crate) fn found(&self, n: u64, ids: Vec<String>) -> Result<(), JournalError> {
        let mut creations = self.creations();
        let Some(creation) = creations.iter_mut().find(|creation| creation.n == n) else { return Ok(()) };
        creation.uncertain = false;
        let new: Vec<String> = ids.into_iter().filter(|id| !creation.ids.contains(id)).collect();
        creation.ids.extend(new);
        if !creation.is_open() {
            creations.retain(|creation| creation.n != n);
            drop(creations);
            return self.settled(n);
        }
        let (ids, response, created_ms) = (creation.ids.clone(), creation.response.clone(), creation.created_ms);
        let note = Note::Created { n, ids, response, lost: false, created_ms };
        drop(creations);
        self.journal.note(note)
    }

    fn settled(&self, n: u64) -> Result<(), JournalError> {
        self.ceiling.free(n);
        self.journal.note(Note::Settled { n })
    }

    /// Notes the companions of a resource.
    pub(crate) fn found_companions(&self, n: u64, companions: Companions) -> Result<(), JournalError> {
        let Companions { of, row, ids } = companions.clone();
        self.journal.note(Note::Companions { n, of, row, ids })?;
        if let Some(creation) = self.creations().iter_mut().find(|creation| creation.n == n) {
            creation.companions.push(companions);
        }
        Ok(())
    }

    /// The creations of which something may be left, the last first.
    pub(crate) fn remaining(&self) -> Vec<Creation> {
        let mut remaining = self.creations().clone();
        remaining.sort_by_key(|creation| std::cmp::Reverse(creation.n));
        remaining
    }

    /// Adds a creating call that runs in a task of its own.
    pub(crate) fn add_running(&self, call: JoinHandle<()>) {
        let mut running = self.running.lock();
        running.retain(|call| !call.is_finished());
        running.push(call);
    }

    /// Waits for the calls that are running. If this is dropped, they can still be taken.
    pub(crate) async fn running_ended(&self) {
        loop {
            let Some(call) = self.running.lock().pop() else { return };
            let mut awaited = Awaited { ledger: self, call: Some(call) };
            if let Some(call) = &mut awaited.call {
                // One that panicked is noted as far as it came.
                let _ = call.await;
            }
            awaited.call = None;
        }
    }

    /// Removes and returns the creating calls that may still be running.
    pub(crate) fn take_running(&self) -> Vec<JoinHandle<()>> {
        std::mem::take(&mut self.running.lock())
    }

    fn creations(&self) -> MutexGuard<'_, Vec<Creation>> {
        self.creations.lock()
    }
}

/// A running call that is being waited for.
struct Awaited<'l> {
    ledger: &'l Ledger,
    call: Option<JoinHandle<()>>,
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        if let Some(call) = self.call.take() {
            self.ledger.running.lock().push(call);
        }
    }
}

/// Whether an attempt may have had an effect: it was sent, and it is not known to be rejected.
fn may_have_worked(attempt: &Exchange) -> bool {
    use record::FailureKind::{NotSent, Tls, Unreachable};
    match (&attempt.response, &attempt.failure) {
        (_, Some(failure)) => !matches!(failure.kind, NotSent | Tls | Unreachable),
        (Some(response), None) => !(400..500).contains(&response.status),
        (None, None) => true,
    }
}
