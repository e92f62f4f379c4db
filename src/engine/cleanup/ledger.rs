//! What a scenario has created: noted before it is asked for, crossed out when it is gone.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contract::tables::{self, Lifecycle};
use record::{Exchange, ScenarioKey};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::cleanup::journal::{Journal, JournalError, Note};
use crate::step::{Reply, search};

/// One creating call.
#[derive(Debug, Clone)]
pub(crate) struct Creation {
    /// Counts creations through the run.
    pub(crate) n: u64,
    pub(crate) key: ScenarioKey,
    pub(crate) lifecycle: &'static Lifecycle,
    pub(crate) request: Value,
    pub(crate) answer: Value,
    /// The ids of what was made and is not gone yet.
    pub(crate) ids: Vec<String>,
    /// Whether there may be something whose id we do not know: an answer was lost.
    pub(crate) unsure: bool,
    /// What came into being with it and does not go with it.
    pub(crate) companions: Vec<Companions>,
}

/// Companions of one resource, of one row of the create/delete table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Companions {
    /// The resource that they came with.
    pub(crate) of: String,
    /// Which of the lifecycle's companions they are.
    pub(crate) row: usize,
    pub(crate) ids: Vec<String>,
}

impl Creation {
    /// One that is about to be asked for: until its answer is there, anything may have been made.
    pub(crate) fn asked(n: u64, key: ScenarioKey, lifecycle: &'static Lifecycle, request: Value) -> Self {
        Creation {
            n,
            key,
            lifecycle,
            request,
            answer: Value::Null,
            ids: Vec::new(),
            unsure: true,
            companions: Vec::new(),
        }
    }

    /// What the create/delete table's expressions see.
    pub(crate) fn facts(&self, id: Option<&str>) -> Value {
        json!({"request": self.request, "response": self.answer, "id": id})
    }

    fn ids_of_answer(&self) -> Vec<String> {
        strings(search(&self.lifecycle.each, &self.facts(None)))
    }
}

/// The creations of one scenario on one endpoint.
#[derive(Debug)]
pub(crate) struct Ledger {
    key: ScenarioKey,
    journal: Arc<Journal>,
    counter: Arc<AtomicU64>,
    creations: Mutex<Vec<Creation>>,
    /// Creating calls that are under way, which a cancelled step leaves running.
    under_way: Mutex<Vec<JoinHandle<()>>>,
}

impl Ledger {
    /// An empty one.
    pub(crate) fn new(key: ScenarioKey, journal: Arc<Journal>, counter: Arc<AtomicU64>) -> Self {
        Ledger { key, journal, counter, creations: Mutex::default(), under_way: Mutex::default() }
    }

    /// One that holds what a journal says is left.
    pub(crate) fn of_journal(key: ScenarioKey, journal: Arc<Journal>, creations: Vec<Creation>) -> Self {
        Ledger { creations: Mutex::new(creations), ..Ledger::new(key, journal, Arc::default()) }
    }

    /// Notes that a call is about to be asked. `None`: the action creates nothing.
    pub(crate) fn asking(&self, operation: &str, request: &Value) -> Result<Option<u64>, JournalError> {
        let Some(lifecycle) = tables::lifecycle(operation) else { return Ok(None) };
        let n = self.counter.fetch_add(1, Ordering::Relaxed);
        let key = self.key.clone();
        self.journal.note(Note::Asking { n, key, operation: operation.to_owned(), request: request.clone() })?;
        self.creations().push(Creation::asked(n, self.key.clone(), lifecycle, request.clone()));
        Ok(Some(n))
    }

    /// Notes what came of it.
    ///
    /// An attempt without a readable answer may have created something all the same, even where a later
    /// attempt succeeded or was refused (as a duplicate of the first, say).
    pub(crate) fn answered(&self, n: u64, attempts: &[Exchange], reply: &Reply) -> Result<(), JournalError> {
        let earlier = attempts.split_last().map_or(&[][..], |(_, earlier)| earlier);
        let lost = earlier.iter().any(may_have_worked);
        let mut creations = self.creations();
        let Some(creation) = creations.iter_mut().find(|creation| creation.n == n) else { return Ok(()) };
        let note = match reply {
            Reply::Success(answer) => {
                creation.answer = answer.clone();
                creation.ids = creation.ids_of_answer();
                creation.unsure = lost || creation.ids.is_empty();
                Note::Made { n, ids: creation.ids.clone(), answer: answer.clone() }
            }
            Reply::Refused(_) if !lost && !attempts.last().is_some_and(may_have_worked) => {
                creations.retain(|creation| creation.n != n);
                Note::Refused { n }
            }
            Reply::Refused(_) | Reply::Unreadable(_) => return Ok(()),
            Reply::Nothing(_) if !attempts.iter().any(may_have_worked) => {
                creations.retain(|creation| creation.n != n);
                Note::Refused { n }
            }
            Reply::Nothing(_) => return Ok(()),
        };
        drop(creations);
        self.journal.note(note)
    }

    /// Notes that nothing came of it, whatever the error was: the request could not be carried out.
    pub(crate) fn refused(&self, n: u64) -> Result<(), JournalError> {
        self.creations().retain(|creation| creation.n != n);
        self.journal.note(Note::Refused { n })
    }

    /// Notes that the scenario itself deleted something.
    pub(crate) fn deleted(&self, operation: &str, request: &Value) -> Result<(), JournalError> {
        let mut gone = Vec::new();
        {
            let mut creations = self.creations();
            for creation in creations.iter_mut().rev().filter(|creation| creation.lifecycle.delete == operation) {
                let ids = creation.ids.clone();
                gone.extend(ids.into_iter().filter(|id| deletes(creation, id, request)).map(|id| (creation.n, id)));
            }
        }
        gone.into_iter().try_for_each(|(n, id)| self.gone(n, &id))
    }

    /// Crosses out one resource; the creation is settled when nothing of it is left.
    pub(crate) fn gone(&self, n: u64, id: &str) -> Result<(), JournalError> {
        self.journal.note(Note::Gone { n, id: id.to_owned() })?;
        let mut creations = self.creations();
        if let Some(creation) = creations.iter_mut().find(|creation| creation.n == n) {
            creation.ids.retain(|held| held != id);
        }
        let settled = creations.iter().any(|creation| creation.n == n && creation.ids.is_empty() && !creation.unsure);
        creations.retain(|creation| creation.n != n || !settled);
        drop(creations);
        if settled { self.journal.note(Note::Settled { n }) } else { Ok(()) }
    }

    /// Notes what a search for lost resources found.
    pub(crate) fn found(&self, n: u64, ids: Vec<String>) -> Result<(), JournalError> {
        let mut creations = self.creations();
        let Some(creation) = creations.iter_mut().find(|creation| creation.n == n) else { return Ok(()) };
        creation.unsure = false;
        let new: Vec<String> = ids.into_iter().filter(|id| !creation.ids.contains(id)).collect();
        creation.ids.extend(new);
        let note = if creation.ids.is_empty() {
            creations.retain(|creation| creation.n != n);
            Note::Settled { n }
        } else {
            Note::Made { n, ids: creation.ids.clone(), answer: creation.answer.clone() }
        };
        drop(creations);
        self.journal.note(note)
    }

    /// Notes what came into being with a resource.
    pub(crate) fn accompanied(&self, n: u64, companions: Companions) -> Result<(), JournalError> {
        let Companions { of, row, ids } = companions.clone();
        self.journal.note(Note::Companions { n, of, row, ids })?;
        if let Some(creation) = self.creations().iter_mut().find(|creation| creation.n == n) {
            creation.companions.push(companions);
        }
        Ok(())
    }

    /// What is left, the last created first.
    pub(crate) fn left(&self) -> Vec<Creation> {
        let mut left = self.creations().clone();
        left.sort_by_key(|creation| std::cmp::Reverse(creation.n));
        left
    }

    /// Keeps a creating call that runs by itself.
    pub(crate) fn keep(&self, call: JoinHandle<()>) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.retain(|call| !call.is_finished());
        under_way.push(call);
    }

    /// Takes the creating calls that are still under way.
    pub(crate) fn under_way(&self) -> Vec<JoinHandle<()>> {
        std::mem::take(&mut self.under_way.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn creations(&self) -> MutexGuard<'_, Vec<Creation>> {
        self.creations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an attempt may have had an effect: it was sent, and no refusal is known.
fn may_have_worked(attempt: &Exchange) -> bool {
    use record::FailureKind::{NotSent, Tls, Unreachable};
    match (&attempt.response, &attempt.failure) {
        (_, Some(failure)) => !matches!(failure.kind, NotSent | Tls | Unreachable),
        (Some(response), None) => !(400..500).contains(&response.status),
        (None, None) => true,
    }
}

/// Whether a successful delete with these parameters deleted that resource.
fn deletes(creation: &Creation, id: &str, request: &Value) -> bool {
    let facts = creation.facts(Some(id));
    creation.lifecycle.with.iter().all(|(parameter, expression)| {
        let asked = &request[parameter];
        match search(expression, &facts) {
            Value::Array(wanted) if asked.is_array() => {
                wanted.iter().all(|one| asked.as_array().is_some_and(|asked| asked.contains(one)))
            }
            wanted => wanted.is_null() || wanted == *asked,
        }
    })
}

/// A JMESPath's result as a list of strings.
pub(crate) fn strings(value: Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.into_iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
