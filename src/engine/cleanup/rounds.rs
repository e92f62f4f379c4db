//! Clean-up: what a scenario created is deleted, the last first, whatever became of the scenario.

use std::collections::HashSet;
use std::time::Duration;

use contract::WaiterState;
use contract::tables::{Companion, Order};
use record::{CleanUpOutcome, CleanedUp, Entry, Observation, Purpose, ScenarioKey};
use serde_json::Value;
use tokio::time::{Instant, timeout};

use crate::cleanup::deletion::{DeleteOutcome, Deletion};
use crate::cleanup::journal::JournalError;
use crate::cleanup::ledger::{Companions, Creation, Ledger, strings};
use crate::cleanup::orphans;
use crate::step::{Pauses, PreparedCall, Reply, search, waiter_state};
use crate::target::Target;

/// The step under which the calls of clean-up are recorded.
const STEP: &str = "clean-up";
/// How long clean-up of one scenario may take, before the endpoint's factor.
pub(crate) const DEADLINE: Duration = Duration::from_secs(180);
/// How long a creating call that is under way may take to end.
const GRACE: Duration = Duration::from_secs(30);
/// The longest pause between two tries.
const PAUSE: Duration = Duration::from_secs(5);

/// Deletes what the ledger holds, and says for each resource what became of it.
///
/// # Errors
/// When the journal cannot be written; what could be deleted before is deleted.
pub(crate) async fn clean_up(
    target: &Target,
    key: &ScenarioKey,
    ledger: &Ledger,
) -> Result<Vec<CleanedUp>, JournalError> {
    for call in ledger.under_way() {
        // A call that does not end in time is looked for below, like any whose answer was lost.
        let _ = timeout(GRACE, call).await;
    }
    if ledger.left().is_empty() {
        return Ok(Vec::new());
    }
    let deadline = Instant::now() + target.scaled(DEADLINE);
    let mut broom = CleanUp { target, key, ledger, deadline, finished: HashSet::new(), told: Vec::new() };
    broom.find_lost().await?;
    broom.find_companions().await?;
    broom.rounds().await?;
    Ok(broom.told)
}

/// What clean-up needs to delete and to tell.
pub(crate) struct CleanUp<'a> {
    pub(crate) target: &'a Target,
    pub(crate) key: &'a ScenarioKey,
    pub(crate) ledger: &'a Ledger,
    pub(crate) deadline: Instant,
    /// Kind and id of what is gone, or never will be.
    finished: HashSet<(String, String)>,
    told: Vec<CleanedUp>,
}

impl CleanUp<'_> {
    /// Looks for what was created although its answer was lost. What goes with a container of ours need not be found.
    async fn find_lost(&mut self) -> Result<(), JournalError> {
        for creation in self.ledger.left().into_iter().filter(|creation| creation.unsure) {
            if self.goes_with_another(&creation) {
                self.ledger.found(creation.n, Vec::new())?;
                continue;
            }
            match orphans::find(self, &creation).await {
                Ok(ids) => self.ledger.found(creation.n, ids)?,
                Err(reason) => {
                    let reason = format!("the answer to {} was lost, and {reason}", creation.lifecycle.create);
                    self.tell(&Deletion::of(creation.lifecycle), "unknown", CleanUpOutcome::Failed { reason }).await;
                }
            }
        }
        Ok(())
    }

    /// Looks for what came into being with the resources, before anything is deleted.
    async fn find_companions(&mut self) -> Result<(), JournalError> {
        for creation in self.ledger.left() {
            for id in &creation.ids {
                for (row, companion) in creation.lifecycle.companions.iter().enumerate() {
                    let known = creation.companions.iter().any(|held| held.of == *id && held.row == row);
                    if known || !applies(companion, &creation.facts(Some(id))) {
                        continue;
                    }
                    let ids = self.companions(&creation, id, companion).await;
                    self.ledger.accompanied(creation.n, Companions { of: id.clone(), row, ids })?;
                }
            }
        }
        Ok(())
    }

    async fn companions(&self, creation: &Creation, id: &str, companion: &Companion) -> Vec<String> {
        let mut facts = creation.facts(Some(id));
        if let Some(waiter) = &companion.wait {
            self.met(waiter, &companion.wait_with, &facts, &[], true).await;
        }
        if let Some(look) = &companion.look {
            facts["found"] = self.ask(&look.operation, orphans::evaluate(&look.with, &facts)).await.data();
        }
        // What the request names was there before.
        let request = creation.request.to_string();
        strings(search(&companion.each, &facts))
            .into_iter()
            .filter(|id| !request.contains(&format!("\"{id}\"")))
            .collect()
    }

    /// Tries in rounds until nothing is left to try, or the deadline comes.
    async fn rounds(&mut self) -> Result<(), JournalError> {
        let mut pauses = Pauses::new(PAUSE, self.deadline);
        loop {
            let mut waiting = Vec::new();
            for creation in self.ledger.left() {
                if self.goes_with_another(&creation) {
                    continue;
                }
                for id in &creation.ids {
                    self.one(&creation, id, &mut waiting).await?;
                }
            }
            self.cross_out_parts()?;
            if waiting.is_empty() {
                return Ok(());
            }
            if !pauses.pause().await {
                for (deletion, id, reason) in waiting {
                    self.tell(&deletion, &id, CleanUpOutcome::Failed { reason }).await;
                }
                return Ok(());
            }
        }
    }

    /// Tries one resource: its companions that go before it, itself, those that go after it.
    async fn one<'a>(
        &mut self,
        creation: &Creation,
        id: &str,
        waiting: &mut Vec<(Deletion<'a>, String, String)>,
    ) -> Result<(), JournalError> {
        let mut all: Vec<(Deletion<'a>, String)> = Vec::new();
        let of = |order: Order| {
            creation.companions.iter().filter(|held| held.of == id).flat_map(move |held| {
                let companion =
                    creation.lifecycle.companions.get(held.row).filter(|companion| companion.order == order);
                companion
                    .into_iter()
                    .flat_map(|row| held.ids.iter().map(|id| (Deletion::of_companion(row), id.clone())))
            })
        };
        all.extend(of(Order::Before));
        all.push((Deletion::of(creation.lifecycle), id.to_owned()));
        all.extend(of(Order::After));
        let mut complete = true;
        for (deletion, id) in all {
            let name = (deletion.kind.to_owned(), id.clone());
            if self.finished.contains(&name) {
                continue;
            }
            match deletion.attempt(self, &creation.facts(Some(&id))).await {
                DeleteOutcome::Deleted => self.finish(name, &deletion, CleanUpOutcome::Deleted).await,
                DeleteOutcome::Gone => self.finish(name, &deletion, CleanUpOutcome::Gone).await,
                DeleteOutcome::Never(reason) => {
                    self.finish(name, &deletion, CleanUpOutcome::Failed { reason }).await;
                    return Ok(());
                }
                DeleteOutcome::NotYet(reason) => {
                    waiting.push((deletion, id, reason));
                    complete = false;
                    break;
                }
            }
        }
        let failed =
            self.told.iter().any(|told| told.id == id && matches!(told.outcome, CleanUpOutcome::Failed { .. }));
        if complete && !failed { self.ledger.gone(creation.n, id) } else { Ok(()) }
    }

    /// Whether it goes with a container that is still to be deleted.
    fn goes_with_another(&self, creation: &Creation) -> bool {
        let Some(part_of) = &creation.lifecycle.part_of else { return false };
        let Value::String(container) = search(&part_of.id, &creation.facts(None)) else { return false };
        self.ledger.left().iter().any(|other| {
            other.n != creation.n && other.lifecycle.kind == part_of.kind && other.ids.contains(&container)
        })
    }

    /// Crosses out what went with a container that is gone.
    fn cross_out_parts(&mut self) -> Result<(), JournalError> {
        for creation in self.ledger.left() {
            let Some(part_of) = &creation.lifecycle.part_of else { continue };
            if let Value::String(container) = search(&part_of.id, &creation.facts(None))
                && self.finished.contains(&(part_of.kind.clone(), container.clone()))
                && !self
                    .told
                    .iter()
                    .any(|told| told.id == container && matches!(told.outcome, CleanUpOutcome::Failed { .. }))
            {
                creation.ids.iter().try_for_each(|id| self.ledger.gone(creation.n, id))?;
            }
        }
        Ok(())
    }

    /// Waits for a waiter; `gone` codes and a missing action end the wait well. Whether it was met in time.
    ///
    /// What a waiter takes for a failure ends the wait only where `failure_is_final`: after a deletion it may be what
    /// was there before, e.g. an instance that was terminated while it was `pending`, and will pass.
    pub(crate) async fn met<'t>(
        &self,
        waiter: &str,
        with: impl IntoIterator<Item = (&'t String, &'t String)>,
        facts: &Value,
        gone: &[String],
        failure_is_final: bool,
    ) -> bool {
        let Some(waiter) = self.target.contract.waiter(waiter) else { return true };
        let parameters = orphans::evaluate(with, facts);
        let mut pauses = Pauses::new(PAUSE, self.deadline);
        loop {
            let (observation, reply) = self.observe(&waiter.operation, parameters.clone()).await;
            let status = observation.last().and_then(|last| last.response.as_ref()).map_or(0, |answer| answer.status);
            if let Reply::Refused(error) = &reply
                && (gone.contains(&error.code) || error.says_action_missing())
            {
                return true;
            }
            match waiter_state(&waiter.acceptors, status, &reply) {
                WaiterState::Success => return true,
                WaiterState::Failure if failure_is_final && matches!(reply, Reply::Success(_)) => return false,
                WaiterState::Failure | WaiterState::Retry => {}
            }
            if !pauses.pause().await {
                return false;
            }
        }
    }

    /// Asks a call of clean-up.
    pub(crate) async fn ask(&self, operation: &str, parameters: Value) -> Reply {
        self.observe(operation, parameters).await.1
    }

    async fn observe(&self, operation: &str, parameters: Value) -> (Observation, Reply) {
        let question = PreparedCall::new(self.target, self.key, operation, parameters);
        let (observation, reply) = question.ask(self.target, STEP, Purpose::CleanUp).await;
        let entry = Entry::Observed { key: self.key.clone(), observation: Box::new(observation.clone()) };
        self.target.emit(entry).await;
        (observation, reply)
    }

    async fn finish(&mut self, name: (String, String), deletion: &Deletion<'_>, outcome: CleanUpOutcome) {
        self.tell(deletion, &name.1, outcome).await;
        self.finished.insert(name);
    }

    async fn tell(&mut self, deletion: &Deletion<'_>, id: &str, outcome: CleanUpOutcome) {
        let (kind, operation) = (deletion.kind.to_owned(), deletion.operation.to_owned());
        let clean_up = CleanedUp { kind, id: id.to_owned(), operation, outcome };
        self.told.push(clean_up.clone());
        self.target.emit(Entry::CleanedUp { key: self.key.clone(), clean_up }).await;
    }
}

fn applies(companion: &Companion, facts: &Value) -> bool {
    let Some(when) = &companion.when else { return true };
    match search(when, facts) {
        Value::Null | Value::Bool(false) => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}
