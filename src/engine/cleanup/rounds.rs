//! Clean-up: what a scenario created is deleted, the last first, in rounds; after a stop, what does not depend on each other
//! at once.

use std::collections::HashSet;
use std::time::Duration;

use contract::tables::Order;
use futures_util::future::join_all;
use parking_lot::Mutex;
use record::{CleanUpOutcome, CleanedUp, Entry, ScenarioKey};
use serde_json::Value;
use tokio::time::{Instant, timeout};

use crate::call::Pauses;
use crate::cleanup::caller::{CleanUpCaller, PAUSE, TIMEOUT};
use crate::cleanup::creation::{Companions, Creation};
use crate::cleanup::deletion::{DeleteOutcome, Deletion};
use crate::cleanup::journal::JournalError;
use crate::cleanup::ledger::Ledger;
use crate::cleanup::visibility::Visibility;
use crate::cleanup::{companions, orphans};
use crate::evaluate::search;
use crate::stop;
use crate::target::Target;

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
        let _ = target.stop.bounded(stop::ONE_WAIT, timeout(GRACE, call)).await;
    }
    if ledger.remaining().is_empty() {
        return Ok(Vec::new());
    }
    let of_run = key.scenario.is_fixture();
    let allowance = if of_run { stop::OF_FIXTURES } else { stop::OF_SCENARIOS };
    let caller = CleanUpCaller { target, key, deadline: Instant::now() + target.scaled(TIMEOUT), allowance };
    let visibility = Visibility::of(target);
    let clean_up = CleanUp { caller, ledger, visibility, finished: Mutex::default(), outcomes: Mutex::default() };
    clean_up.find_orphans().await?;
    clean_up.find_companions().await?;
    clean_up.rounds().await?;
    Ok(clean_up.outcomes.into_inner())
}

/// A deletion that is due.
struct Waiting {
    /// The number of the creation within the run.
    n: u64,
    deletion: Deletion,
    id: String,
    /// Why the last attempt failed.
    reason: String,
}

/// Clean-up of one scenario.
struct CleanUp<'a> {
    caller: CleanUpCaller<'a>,
    ledger: &'a Ledger,
    visibility: Visibility,
    /// Kind and id of what does not exist any more, or cannot be deleted.
    finished: Mutex<HashSet<(String, String)>>,
    outcomes: Mutex<Vec<CleanedUp>>,
}

impl CleanUp<'_> {
    /// Finds resources whose creating response was lost, except those that are deleted with their container.
    async fn find_orphans(&self) -> Result<(), JournalError> {
        let uncertain = self.ledger.remaining().into_iter().filter(|creation| creation.uncertain);
        let found = join_all(uncertain.map(async |creation| {
            if self.is_deleted_with_container(&creation) {
                return self.ledger.found(creation.n, Vec::new());
            }
            if creation.may_be_missing && orphans::is_of_unknown_kind(&self.caller, &creation).await {
                return self.ledger.rejected(creation.n);
            }
            let is_listed = self.caller.target.listed_before.lock().contains_key(&creation.lifecycle.kind);
            match orphans::find(&self.caller, &creation).await {
                // What the account has at the end, compared with what it had before, shows whether it was created.
                Ok(ids) if ids.is_empty() && is_listed => Ok(()),
                Err(_) if is_listed => Ok(()),
                Ok(ids) => self.ledger.found(creation.n, ids),
                Err(reason) => {
                    let reason = format!("the response to {} was lost, and {reason}", creation.lifecycle.create);
                    let deletion = Deletion::Resource(creation.lifecycle);
                    self.note(deletion, "unknown", CleanUpOutcome::Failed { reason }).await;
                    Ok(())
                }
            }
        }));
        found.await.into_iter().collect()
    }

    /// Finds what was created along with the resources, before anything is deleted.
    async fn find_companions(&self) -> Result<(), JournalError> {
        let found = join_all(self.ledger.remaining().into_iter().map(async |creation| {
            for id in &creation.ids {
                for (row, companion) in creation.lifecycle.companions.iter().enumerate() {
                    let known = creation.companions.iter().any(|held| held.of == *id && held.row == row);
                    if known || !companions::applies(companion, &creation.facts(Some(id))) {
                        continue;
                    }
                    match companions::find(&self.caller, &self.visibility, &creation, id, companion).await {
                        Ok(ids) => {
                            self.ledger.found_companions(creation.n, Companions { of: id.clone(), row, ids })?;
                        }
                        Err(reason) => {
                            let reason = format!("what came with {id} is not known: {reason}");
                            let deletion = Deletion::Companion(companion);
                            self.note(deletion, "unknown", CleanUpOutcome::Failed { reason }).await;
                        }
                    }
                }
            }
            Ok(())
        }));
        found.await.into_iter().collect()
    }

    /// Attempts deletions in rounds until none is left to retry, or the deadline passes.
    async fn rounds(&self) -> Result<(), JournalError> {
        let mut pauses = Pauses::new(PAUSE);
        loop {
            let mut waiting = Vec::new();
            let mut open = self.ledger.remaining();
            while !open.is_empty() {
                // One after the other, unless there is hardly any time: what a deletion finds depends on those before it.
                let next = if self.caller.target.stop.is_cancelled() { independent(&open) } else { 1 };
                let batch: Vec<Creation> = open.drain(..next).collect();
                let due = batch.iter().filter(|creation| !self.is_deleted_with_container(creation));
                let due = due.flat_map(|creation| creation.ids.iter().map(move |id| (creation, id)));
                for attempted in join_all(due.map(|(creation, id)| self.delete(creation, id))).await {
                    waiting.extend(attempted?);
                }
            }
            self.settle_parts()?;
            if waiting.is_empty() {
                return Ok(());
            }
            if !self.caller.pause(&mut pauses, || self.caller.deadline()).await {
                return self.give_up(waiting).await;
            }
        }
    }

    /// Attempts to delete one resource: the companions that go before it, itself, those that go after it. Returns the
    /// deletion that must be attempted again, if there is one.
    async fn delete(&self, creation: &Creation, id: &str) -> Result<Option<Waiting>, JournalError> {
        let mut due: Vec<(Deletion, String)> = Vec::new();
        due.extend(companions_of(creation, id, Order::Before));
        due.push((Deletion::Resource(creation.lifecycle), id.to_owned()));
        due.extend(companions_of(creation, id, Order::After));
        for (deletion, id) in due {
            if self.is_finished(deletion.kind(), &id) {
                continue;
            }
            if self.caller.target.existing.was_there(deletion.kind(), &id) {
                let reason = "it existed before the run, so it is not deleted".to_owned();
                let is_companion = matches!(deletion, Deletion::Companion(_));
                self.finish(deletion, id, CleanUpOutcome::Failed { reason }).await;
                // What is held by what stays, stays too.
                if is_companion {
                    continue;
                }
                return Ok(None);
            }
            let wait = |reason, id: String| Ok(Some(Waiting { n: creation.n, deletion, id, reason }));
            match deletion.attempt(&self.caller, &creation.facts(Some(&id))).await {
                DeleteOutcome::Deleted => self.finish(deletion, id, CleanUpOutcome::Deleted).await,
                DeleteOutcome::Gone if self.may_exist(deletion, creation, &id) => {
                    let reason = format!("{} did not find it, and it was just created", deletion.operation());
                    return wait(reason, id);
                }
                DeleteOutcome::Gone => self.finish(deletion, id, CleanUpOutcome::Gone).await,
                DeleteOutcome::Failed(reason) => {
                    self.finish(deletion, id, CleanUpOutcome::Failed { reason }).await;
                    return Ok(None);
                }
                DeleteOutcome::Retry(reason) => return wait(reason, id),
            }
        }
        if !self.has_failed(id) {
            self.ledger.gone(creation.n, id)?;
        }
        Ok(None)
    }

    /// Notes what could not be deleted in time, but for what does not exist.
    async fn give_up(&self, waiting: Vec<Waiting>) -> Result<(), JournalError> {
        for Waiting { n, deletion, id, reason } in waiting {
            if !self.caller.target.stop.is_cancelled() && deletion.is_gone(&self.caller, &id).await {
                self.finish(deletion, id.clone(), CleanUpOutcome::Gone).await;
                if let Deletion::Resource(_) = deletion {
                    self.ledger.gone(n, &id)?;
                }
            } else {
                self.note(deletion, &id, CleanUpOutcome::Failed { reason }).await;
            }
        }
        Ok(())
    }

    /// Whether what a deletion did not find may exist. A companion that was looked for was found.
    fn may_exist(&self, deletion: Deletion, creation: &Creation, id: &str) -> bool {
        let was_found = matches!(deletion, Deletion::Companion(row) if row.look.is_some());
        !was_found && self.visibility.may_exist(self.caller.target, creation, id)
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
    fn settle_parts(&self) -> Result<(), JournalError> {
        for creation in self.ledger.remaining() {
            let Some((kind, container)) = container_of(&creation) else { continue };
            if self.is_finished(kind, &container) && !self.has_failed(&container) {
                creation.ids.iter().try_for_each(|id| self.ledger.gone(creation.n, id))?;
            }
        }
        Ok(())
    }

    fn is_finished(&self, kind: &str, id: &str) -> bool {
        self.finished.lock().contains(&(kind.to_owned(), id.to_owned()))
    }

    fn has_failed(&self, id: &str) -> bool {
        let failed = |one: &CleanedUp| one.id == id && matches!(one.outcome, CleanUpOutcome::Failed { .. });
        self.outcomes.lock().iter().any(failed)
    }

    async fn finish(&self, deletion: Deletion, id: String, outcome: CleanUpOutcome) {
        self.note(deletion, &id, outcome).await;
        self.finished.lock().insert((deletion.kind().to_owned(), id));
    }

    async fn note(&self, deletion: Deletion, id: &str, outcome: CleanUpOutcome) {
        let (kind, operation) = (deletion.kind().to_owned(), deletion.operation().to_owned());
        let clean_up = CleanedUp { kind, id: id.to_owned(), operation, outcome };
        self.outcomes.lock().push(clean_up.clone());
        self.caller.target.emit(Entry::CleanedUp { key: self.caller.key.clone(), clean_up }).await;
    }
}

/// How many of the first creations can be deleted at the same time: none is mentioned in the request or the response of one
/// before it. The first always can.
fn independent(creations: &[Creation]) -> usize {
    let mut mentioned = String::new();
    let may_join = |creation: &&Creation| {
        let named = creation.ids.iter().any(|id| mentioned.contains(&format!("\"{id}\"")));
        mentioned.push_str(&format!("{}{}", creation.request, creation.response));
        !named
    };
    creations.iter().take_while(may_join).count()
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

#[cfg(test)]
mod tests {
    use contract::tables;
    use serde_json::json;

    use super::*;

    fn creation(n: u64, operation: &str, request: Value, id: &str) -> Creation {
        let key =
            ScenarioKey { endpoint: "it".into(), scenario: "vpc/one".parse().unwrap(), attempt: Default::default() };
        let lifecycle = tables::lifecycle(operation).unwrap();
        Creation { ids: vec![id.to_owned()], ..Creation::new(n, key, lifecycle, request) }
    }

    #[test]
    fn what_is_mentioned_by_another_is_deleted_after_it() {
        let subnet = |n, id| creation(n, "CreateSubnet", json!({"VpcId": "vpc-1"}), id);
        let launch = creation(4, "RunInstances", json!({"SubnetId": "subnet-2"}), "i-4");
        let mut open = vec![
            launch,
            subnet(3, "subnet-3"),
            subnet(2, "subnet-2"),
            creation(1, "CreateVpc", json!({}), "vpc-1"),
            creation(0, "CreateVpc", json!({}), "vpc-0"),
        ];
        let mut numbers: Vec<Vec<u64>> = Vec::new();
        while !open.is_empty() {
            let group = independent(&open);
            numbers.push(open.drain(..group).map(|one| one.n).collect());
        }
        assert_eq!(numbers, [vec![4, 3], vec![2], vec![1, 0]]);
    }

    #[test]
    fn what_a_lost_response_created_is_deleted_with_the_container_that_the_request_names() {
        let association =
            creation(1, "AssociateRouteTable", json!({"RouteTableId": "rtb-1", "SubnetId": "subnet-1"}), "");
        assert_eq!(container_of(&association), Some(("subnet", "subnet-1".to_owned())));
        // One that is known keeps its table: it is deleted by itself.
        let known = Creation { response: json!({"AssociationId": "rtbassoc-1"}), ..association };
        assert_eq!(container_of(&known), None);
        let version = creation(1, "CreateLaunchTemplateVersion", json!({"LaunchTemplateId": "lt-1"}), "");
        assert_eq!(container_of(&version), Some(("launch-template", "lt-1".to_owned())));
        let response = json!({"LaunchTemplateVersion": {"LaunchTemplateId": "lt-2", "VersionNumber": 2}});
        let known = creation(1, "CreateLaunchTemplateVersion", json!({"LaunchTemplateName": "web"}), "2");
        let known = Creation { response, ..known };
        assert_eq!(container_of(&known), Some(("launch-template", "lt-2".to_owned())));
    }
}
