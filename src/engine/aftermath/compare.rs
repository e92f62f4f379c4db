//! What the account has after clean-up, compared with what it had before: how it is known that nothing is left.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use record::{CleanUpOutcome, CleanedUp, Inventory, Purpose};
use tokio::time::Instant;

use crate::aftermath::check::Aftermath;
use crate::aftermath::history::Uncertain;
use crate::aftermath::survey::{Found, SurveyCall};
use crate::call::Pauses;
use crate::cleanup::{self, JournalError, Note};

/// Kind -> what the account did not have before, or why it could not be listed.
type New = BTreeMap<&'static str, Result<Vec<String>, String>>;

impl Aftermath<'_> {
    /// Decides about the creating calls whose responses were lost. Where the account has nothing new of the kind, they created
    /// nothing. What is new and carries no mark of the run may be theirs or somebody else's: it is reported, and never deleted.
    /// What another run's tag is on, and what comes with each VPC, is not theirs.
    pub(super) async fn compare(&self, surveys: &[SurveyCall]) -> Result<Inventory, JournalError> {
        let uncertain = self.uncertain();
        let kinds: BTreeSet<&str> = uncertain.iter().map(|one| one.lifecycle.kind.as_str()).collect();
        for survey in surveys.iter().filter(|survey| survey.describes(kinds.iter().copied())) {
            let Some((observations, _)) = self.observe(survey).await else { continue };
            self.record(observations, Purpose::CleanUp).await;
        }
        let mut new = std::mem::take(&mut *self.new.lock());
        let deleted: BTreeSet<String> = self.outcomes.lock().iter().map(|one| one.id.clone()).collect();
        for ids in new.values_mut().flatten() {
            ids.retain(|id| !self.history.has(id) && !deleted.contains(id));
        }
        self.distrust(&mut new);
        let not_created = std::mem::take(&mut *self.not_created.lock());
        let mut perhaps_own = new.clone();
        perhaps_own.values_mut().flatten().for_each(|ids| ids.retain(|id| !not_created.contains(id)));
        let refuted = self.decide(&uncertain, &perhaps_own).await?;
        self.report_unlisted(&kinds, &new).await;
        let of_others = new.iter().filter(|(kind, _)| !kinds.contains(*kind)).flat_map(|(_, ids)| ids).flatten();
        let remains = self.remains.lock();
        let (remains, of_others): (Vec<&String>, Vec<&String>) = of_others.partition(|id| remains.contains(*id));
        let (remains, of_others) = (count(remains.len()), count(of_others.len()));
        Ok(Inventory { refuted, of_others, remains, ..self.listed(&new) })
    }

    /// The creating calls whose responses were lost, of kinds that were listed before: clean-up has reported the others.
    fn uncertain(&self) -> Vec<&Uncertain> {
        let listed_before = |one: &&Uncertain| matches!(self.history.before.get(&one.lifecycle.kind), Some(Ok(_)));
        self.history.uncertain.iter().filter(listed_before).collect()
    }

    /// Lists the kinds of lost creations again, as long as what they created may not be described yet and nothing new is. Returns
    /// what is found to be the run's.
    pub(super) async fn look_for_lost(&self, surveys: &[SurveyCall]) -> Vec<Found> {
        let mut pauses = Pauses::new(cleanup::PAUSE);
        let mut found = Vec::new();
        loop {
            let mut open: BTreeMap<&str, Duration> = BTreeMap::new();
            for Uncertain { lifecycle, called_ms, .. } in self.uncertain() {
                let left = open.entry(&lifecycle.kind).or_default();
                *left = self.lag_since(*called_ms).max(*left);
            }
            open.retain(|kind, _| !self.shows_news(kind));
            let Some(left) = open.values().max().copied() else { return found };
            // After a stop nothing is waited for: what may come is not known.
            if self.target.stop.is_cancelled() || !pauses.pause(Instant::now() + left).await {
                return found;
            }
            for survey in surveys.iter().filter(|survey| survey.describes(open.keys().copied())) {
                let Some((observations, shown)) = self.observe(survey).await else { return found };
                self.record(observations, Purpose::CleanUp).await;
                let outcomes = self.outcomes.lock();
                let is_known = |one: &Found| outcomes.iter().any(|outcome| outcome.id == one.id);
                let shown = shown.own.into_iter().filter(|one| !one.is_deleted && !is_known(one));
                let shown: Vec<Found> =
                    shown.filter(|one| found.iter().all(|other: &Found| other.id != one.id)).collect();
                found.extend(shown);
            }
        }
    }

    /// Whether the last list of a kind shows something that is neither known nor from before the run, or failed.
    fn shows_news(&self, kind: &str) -> bool {
        let new = self.new.lock();
        let Some(Ok(ids)) = new.get(kind) else { return true };
        let outcomes = self.outcomes.lock();
        let not_created = self.not_created.lock();
        let is_known = |id: &String| {
            self.history.has(id) || not_created.contains(id) || outcomes.iter().any(|outcome| outcome.id == *id)
        };
        !ids.iter().all(is_known)
    }

    /// A list that does not show what the run created and could not delete says nothing about the rest of the kind.
    fn distrust(&self, new: &mut New) {
        let outcomes = self.outcomes.lock();
        let is_gone = |id: &String| {
            let gone = |one: &&CleanedUp| !matches!(one.outcome, CleanUpOutcome::Failed { .. });
            outcomes.iter().filter(gone).any(|one| one.id == *id)
        };
        for (kind, (operation, ids)) in std::mem::take(&mut *self.not_shown.lock()) {
            if let Some(id) = ids.into_iter().find(|id| !is_gone(id)) {
                new.insert(kind, Err(format!("{operation} does not show {id}, whose deletion was not confirmed")));
            }
        }
    }

    /// The number of calls that created nothing; reports what the others may have created.
    async fn decide(&self, uncertain: &[&Uncertain], new: &New) -> Result<u32, JournalError> {
        let (mut refuted, mut reported) = (0, BTreeSet::new());
        for Uncertain { n, subject, lifecycle, has_known, called_ms } in uncertain.iter().copied() {
            let (kind, operation) = (lifecycle.kind.clone(), lifecycle.delete.clone());
            let lost = format!("the response to {} of {subject} was lost", lifecycle.create);
            match new.get(kind.as_str()) {
                Some(Ok(ids)) if ids.is_empty() && self.is_too_soon(*called_ms) => {
                    let reason = format!("{lost}, and the run was stopped before what it created must be described");
                    self.failed(kind, "unknown".into(), operation, reason).await;
                }
                Some(Ok(ids)) if ids.is_empty() => {
                    self.journal.note(if *has_known { Note::Refuted { n: *n } } else { Note::Settled { n: *n } })?;
                    refuted += 1;
                }
                Some(Ok(ids)) => {
                    for id in ids.iter().filter(|id| reported.insert((*id).clone())) {
                        let reason =
                            format!("it appeared during the run, and {lost}: it may be the run's, so it stays");
                        self.failed(kind.clone(), id.clone(), operation.clone(), reason).await;
                    }
                }
                failed => {
                    let why = match failed {
                        Some(Err(reason)) => reason.as_str(),
                        _ => "the account was not listed",
                    };
                    self.failed(kind, "unknown".into(), operation, format!("{lost}, and {why}")).await;
                }
            }
        }
        Ok(refuted)
    }

    /// Whether what a call created may not be described yet.
    fn is_too_soon(&self, called_ms: Option<u64>) -> bool {
        !self.lag_since(called_ms).is_zero()
    }

    /// How long what a call created may still not be described; one of unknown time may have been sent when the check began.
    fn lag_since(&self, called_ms: Option<u64>) -> Duration {
        self.target.lag_since(called_ms.unwrap_or(self.began_ms))
    }

    /// Reports the kinds of which the run may have left something, that were listed before it, and can no longer be listed: nobody
    /// knows what is left of them. `reported`: those with uncertain creations, which are reported one by one.
    async fn report_unlisted(&self, reported: &BTreeSet<&str>, new: &New) {
        for (kind, failure) in new.iter().filter(|(kind, _)| !reported.contains(*kind)) {
            let (Err(reason), Some(Ok(_))) = (failure, self.history.before.get(*kind)) else { continue };
            let operation = self.history.lifecycle(kind).map_or_else(String::new, |row| row.delete.clone());
            let reason = format!("what is left of this kind is not known: {reason}");
            self.failed((*kind).to_owned(), "unknown".into(), operation, reason).await;
        }
    }

    /// Which kinds were listed before and after, of those that the run created or tried to.
    fn listed(&self, new: &New) -> Inventory {
        let mut inventory = Inventory::default();
        for (kind, before) in
            self.history.before.iter().filter(|(kind, _)| self.history.kinds.contains_key(kind.as_str()))
        {
            let after = new.get(kind.as_str()).map_or(Err("not listed after the run"), |new| match new {
                Ok(_) => Ok(()),
                Err(reason) => Err(reason.as_str()),
            });
            let failure = before.as_ref().err().map(String::as_str).or(after.err());
            match failure {
                Some(reason) => drop(inventory.not_listed.insert(kind.clone(), reason.to_owned())),
                None => inventory.listed.push(kind.clone()),
            }
        }
        inventory
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
