//! The check itself: describes, waits where time may help, deletes what is the run's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use contract::RunMarks;
use futures_util::future::join_all;
use parking_lot::Mutex;
use record::{
    Attempt, CleanUpOutcome, CleanedUp, Entry, Inventory, Observation, Purpose, RunCheck, ScenarioKey, Shard, Subject,
    now_ms,
};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::aftermath::history::History;
use crate::aftermath::survey::{Found, Mark, ShownResource, SurveyCall};
use crate::aftermath::{outcome, record};
use crate::call::{CallOutcome, Pauses};
use crate::cleanup::{self, Journal, JournalError, Ledger, clean_up};
use crate::context::RunContext;
use crate::phase::Phase;
use crate::step::StepRunner;
use crate::target::Target;

/// How long what this check deleted may still be described, before the endpoint's factor: then it counts as left.
const VANISHES_WITHIN: Duration = Duration::from_secs(10);

/// Describes everything of the account of the kinds that the run created, and deletes what is provably the run's.
///
/// What failed in every call of the run is not called. Nothing is called in a run that created nothing, whose resources stay
/// for another run, or whose endpoint responded to no call.
pub(crate) async fn aftermath(context: &Arc<RunContext>) {
    let target = &context.target;
    let is_made = target.endpoint.profile().run_checks.aftermath && matches!(*context.phase, Phase::Whole);
    if !is_made || !target.sightings.reached() {
        return;
    }
    let runner = StepRunner::new(context.clone(), target.key(&Subject::RunCheck(RunCheck::Aftermath), Attempt::FIRST));
    let aftermath = Aftermath::new(target, &runner.key, &context.journal);
    let ended = match aftermath {
        Ok((_, surveys)) if surveys.is_empty() => return,
        Ok((aftermath, surveys)) => {
            runner.started().await;
            aftermath.run(surveys).await
        }
        Err(error) => {
            runner.started().await;
            Err(error)
        }
    };
    runner.left(outcome(ended)).await;
}

/// What the check found and did.
#[derive(Debug)]
pub(crate) struct Checked {
    /// The outcome for each resource that was found to be the run's, or may be.
    pub(crate) outcomes: Vec<CleanedUp>,
    /// What the account has now, compared with what it had before.
    pub(crate) inventory: Inventory,
}

/// The same for a run of which only the journal is left. `since`: where the run came to its end, and made the check itself, what the
/// sweep has deleted since.
pub(crate) async fn sweep(
    target: &Target,
    key: &ScenarioKey,
    journal: &Arc<Journal>,
    since: Option<BTreeSet<String>>,
) -> Result<Checked, JournalError> {
    let (aftermath, surveys) = Aftermath::new(target, key, journal)?;
    Aftermath { since, ..aftermath }.run(surveys).await
}

/// Kind and id.
type Resource = (String, String);

pub(super) struct Aftermath<'a> {
    pub(super) target: &'a Target,
    key: &'a ScenarioKey,
    pub(super) journal: &'a Arc<Journal>,
    pub(super) history: History,
    /// When the check began, in milliseconds of Unix time.
    pub(super) began_ms: u64,
    marks: RunMarks,
    /// Of a run that has ended, the ids that were deleted since. Another may have got the ids of what it deleted before by now: what
    /// has them, or names them, is the run's only by a mark.
    since: Option<BTreeSet<String>>,
    /// Of what was found to be the run's, or may be.
    pub(super) outcomes: Mutex<Vec<CleanedUp>>,
    /// What the last response about a kind showed that the account did not have before, or why there was none.
    pub(super) new: Mutex<BTreeMap<&'static str, Result<Vec<String>, String>>>,
    /// Kind -> the action that lists it, and what its last response did not show though its deletion is not known to be done.
    pub(super) not_shown: Mutex<BTreeMap<&'static str, (&'static str, Vec<String>)>>,
    /// The ids of what no creating call of the run can have created.
    pub(super) not_created: Mutex<BTreeSet<String>>,
    /// The ids of what came with VPCs that the run deleted.
    pub(super) remains: Mutex<BTreeSet<String>>,
}

impl<'a> Aftermath<'a> {
    /// With the calls that are to be made.
    fn new(
        target: &'a Target,
        key: &'a ScenarioKey,
        journal: &'a Arc<Journal>,
    ) -> Result<(Self, Vec<SurveyCall>), JournalError> {
        let mut history = History::of(journal.notes()?, target.endpoint.name());
        let is_of_run = |id: &str| history.ids.deleted.contains_key(id) || history.ids.left.contains(id);
        let devices = target.sightings.devices(is_of_run);
        history.attached(devices.into_keys());
        let mut surveys = SurveyCall::all(&history, target.contract);
        // What could be listed before is listed again, though a call with filters of the run may have failed.
        let was_listed =
            |survey: &SurveyCall| survey.kinds().any(|kind| matches!(history.before.get(kind), Some(Ok(_))));
        surveys.retain(|survey| was_listed(survey) || !target.sightings.is_unusable(survey.operation));
        let (marks, began_ms) = (target.run.marks(), now_ms());
        let (outcomes, new) = (Mutex::default(), Mutex::default());
        let (not_shown, not_created, remains) = (Mutex::default(), Mutex::default(), Mutex::default());
        let aftermath = Aftermath {
            target,
            key,
            journal,
            history,
            began_ms,
            marks,
            since: None,
            outcomes,
            new,
            not_shown,
            not_created,
            remains,
        };
        Ok((aftermath, surveys))
    }

    /// All surveys at once, in two rounds: what was overlooked is deleted after the first, what was deleted and is still
    /// there after the second.
    async fn run(self, surveys: Vec<SurveyCall>) -> Result<Checked, JournalError> {
        let is_stopped = self.target.stop.is_cancelled();
        let lag = if is_stopped { Duration::ZERO } else { self.target.lag() };
        let deadline = Instant::now() + lag;
        let calls: Vec<_> = surveys.iter().map(|survey| self.describe(survey, !is_stopped)).collect();
        let first = join_all(calls).await;
        let own = first.iter().flat_map(|shown| shown.own.iter().cloned());
        let (still_there, own): (Vec<Found>, Vec<Found>) = own.partition(|found| found.is_deleted);
        // What is attached to an instance that is still described cannot be deleted before it.
        let is_held = |found: &Found| still_there.iter().any(|holder| found.names(&holder.id));
        let (held, free): (Vec<Found>, Vec<Found>) = own.into_iter().partition(is_held);
        let mut deleted = self.delete(free).await?;
        let waiting = surveys.iter().zip(&first).filter(|(_, shown)| shown.may_pass());
        let calls: Vec<_> = waiting.map(|(survey, shown)| self.settle(survey, shown, deadline)).collect();
        let last = join_all(calls).await;
        // The last is deleted first.
        let last = last.into_iter().flat_map(|shown| shown.own).filter(|found| found.is_deleted);
        deleted.extend(self.delete(held.into_iter().chain(last).collect()).await?);
        if !self.target.stop.is_cancelled() {
            self.verify(&surveys, deleted).await;
        }
        loop {
            let late = self.look_for_lost(&surveys).await;
            if late.is_empty() {
                break;
            }
            // A call that was attempted twice may have created two.
            self.delete(late).await?;
        }
        self.retry_left().await?;
        let inventory = self.compare(&surveys).await?;
        let entry = Entry::Inventory { key: self.key.clone(), inventory: inventory.clone() };
        self.target.emit(entry).await;
        Ok(Checked { outcomes: self.outcomes.into_inner(), inventory })
    }

    /// Deletes what is provably the run's; kind and id of what is deleted now.
    async fn delete(&self, found: Vec<Found>) -> Result<Vec<Resource>, JournalError> {
        // A ledger of its own: what cannot be deleted is reported once.
        let ledger = Ledger::new(self.key.clone(), self.journal.clone());
        let mut resources: Vec<Resource> = Vec::new();
        for found in found {
            let foreign = self.foreign(&found);
            let Found { kind, id, element, .. } = found;
            let one = (kind.to_owned(), id);
            let Some(lifecycle) = self.history.lifecycle(kind).filter(|_| !resources.contains(&one)) else { continue };
            if let Some(why) = foreign {
                let reason = format!("{why}, so it stays");
                self.failed(one.0, one.1, lifecycle.delete.clone(), reason).await;
                continue;
            }
            // A name that the run did not generate may be another's by now.
            if lifecycle.is_identified_by_request() && !self.target.run.generated(&one.1) {
                continue;
            }
            ledger.adopt(lifecycle, &one.1, Value::Object(element))?;
            resources.push(one);
        }
        let outcomes = clean_up(self.target, self.key, &ledger).await?;
        let failed = outcomes.iter().filter(|one| matches!(one.outcome, CleanUpOutcome::Failed { .. }));
        let failed: Vec<Resource> = failed.map(|one| (one.kind.clone(), one.id.clone())).collect();
        self.outcomes.lock().extend(outcomes);
        resources.retain(|one| !failed.contains(one));
        Ok(resources)
    }

    /// Why what was found may be another's all the same.
    fn foreign(&self, found: &Found) -> Option<&'static str> {
        let is_of = |since: &BTreeSet<String>| since.contains(&found.id) || since.iter().any(|id| found.names(id));
        match found.mark {
            Mark::Other => Some("it carries the tag of another run"),
            Mark::None if self.since.as_ref().is_some_and(|since| !is_of(since)) => Some(
                "it carries no mark of the run, which ended before: another may have its id by now, or the id of what it is part of",
            ),
            Mark::None | Mark::Own => None,
        }
    }

    /// Deletes again what clean-up could not delete: what held it may be gone now.
    async fn retry_left(&self) -> Result<(), JournalError> {
        if self.outcomes.lock().iter().all(|one| matches!(one.outcome, CleanUpOutcome::Failed { .. })) {
            return Ok(());
        }
        let mut open = cleanup::open_creations(self.journal.notes()?);
        open.retain(|creation| creation.key.endpoint == self.key.endpoint && !creation.uncertain);
        let ledger = Ledger::of_journal(self.key.clone(), self.journal.clone(), open);
        let outcomes = clean_up(self.target, self.key, &ledger).await?;
        self.outcomes.lock().extend(outcomes);
        Ok(())
    }

    /// Reports what is still described although its deletion succeeded, by this check, too.
    async fn verify(&self, surveys: &[SurveyCall], mut resources: Vec<Resource>) {
        let deadline = Instant::now() + self.target.scaled(VANISHES_WITHIN);
        let mut pauses = Pauses::new(cleanup::PAUSE);
        while !resources.is_empty() {
            let of_them = |survey: &&SurveyCall| survey.describes(resources.iter().map(|(kind, _)| kind.as_str()));
            let mut still: Vec<Resource> = Vec::new();
            let concerned: Vec<&SurveyCall> = surveys.iter().filter(of_them).collect();
            for survey in concerned {
                let Some((observations, shown)) = self.observe(survey).await else { return };
                self.record(observations, Purpose::CleanUp).await;
                still.extend(shown.own.into_iter().map(|found| (found.kind.to_owned(), found.id)));
            }
            resources.retain(|one| still.contains(one));
            if resources.is_empty() || !pauses.pause(deadline).await {
                break;
            }
        }
        for (kind, id) in resources {
            let operation = self.history.lifecycle(&kind).map_or_else(String::new, |row| row.delete.clone());
            let reason = format!("{operation} succeeded, and it is still described");
            self.failed(kind, id, operation, reason).await;
        }
    }

    /// Reports what is left, or may be.
    pub(super) async fn failed(&self, kind: String, id: String, operation: String, reason: String) {
        let clean_up = CleanedUp { kind, id, operation, outcome: CleanUpOutcome::Failed { reason } };
        self.outcomes.lock().push(clean_up.clone());
        self.target.emit(Entry::CleanedUp { key: self.key.clone(), clean_up }).await;
    }

    /// The first call. It is the only one, unless it shows what time may change.
    async fn describe(&self, survey: &SurveyCall, may_wait: bool) -> ShownResource {
        let Some((observations, shown)) = self.observe(survey).await else { return ShownResource::default() };
        let purpose = if may_wait && shown.may_pass() { Purpose::Poll } else { Purpose::Call };
        self.record(observations, purpose).await;
        shown
    }

    /// Describes until nothing of the run is shown any more, or the deadline passes.
    async fn settle(&self, survey: &SurveyCall, shown: &ShownResource, deadline: Instant) -> ShownResource {
        let mut pauses = Pauses::new(cleanup::PAUSE);
        // A stopped run does not wait: what the first call showed counts.
        if !pauses.pause(deadline).await {
            return shown.clone();
        }
        loop {
            let Some((observations, shown)) = self.observe(survey).await else { return shown.clone() };
            let ends = !shown.may_pass() || self.target.stop.is_cancelled() || !pauses.pause(deadline).await;
            self.record(observations, if ends { Purpose::Settled } else { Purpose::Poll }).await;
            if ends {
                return shown;
            }
        }
    }

    /// One call for each page, and what the responses show; `None` if the run was stopped and no response comes.
    pub(super) async fn observe(&self, survey: &SurveyCall) -> Option<(Vec<Observation>, ShownResource)> {
        let (mut observations, outcome) = survey.call(self.target, self.key).await?;
        let CallOutcome::Success(response) = &outcome else {
            let failed = format!("{} {}", survey.operation, outcome.in_words());
            self.new.lock().extend(survey.listings.iter().map(|listing| (listing.kind, Err(failed.clone()))));
            return Some((observations, ShownResource::default()));
        };
        let mut ids = self.history.ids.within(response);
        let of_shards = survey.of_other_shards(response, self.target);
        self.not_created.lock().extend(survey.not_created(response, self.target));
        self.remains.lock().extend(survey.of_deleted_vpcs(response, &self.history.ids));
        for (kind, existing) in survey.existing(response) {
            let not_shown = self.history.not_shown(kind, &existing).cloned().collect();
            self.not_shown.lock().insert(kind, (survey.operation, not_shown));
            let mut new = self.history.new_since(kind, existing);
            new.retain(|id| !of_shards.contains(id));
            ids.new.extend(new.iter().filter(|id| !self.history.has(id)).cloned());
            self.new.lock().insert(kind, Ok(new));
        }
        let lists = [("left", &ids.left), ("attached", &ids.attached), ("new", &ids.new)];
        let lists = lists.into_iter().filter(|(_, ids)| !ids.is_empty()).map(|(name, ids)| (name, json!(ids)));
        let deleted = (!ids.deleted.is_empty()).then(|| ("deleted", json!(ids.deleted)));
        let shard = self.target.run.shard().map(|shard| (Shard::BINDING, json!(shard.number)));
        let bindings: BTreeMap<String, Value> =
            lists.chain(deleted).chain(shard).map(|(name, ids)| (name.to_owned(), ids)).collect();
        observations.iter_mut().for_each(|observation| observation.bindings = bindings.clone());
        Some((observations, survey.shown(response, &ids, &self.marks)))
    }

    pub(super) async fn record(&self, observations: Vec<Observation>, purpose: Purpose) {
        record(self.target, self.key, observations, purpose).await;
    }
}
