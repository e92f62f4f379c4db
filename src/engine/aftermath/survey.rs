//! The calls that describe everything of an account, and what of the run a response still shows.

use std::collections::BTreeSet;
use std::time::Duration;

use contract::tables::{self, Listing};
use contract::{Contract, Residue, RunIds, RunMarks, Trace, in_deleted_vpcs, not_leaving, residues, texts};
use record::{Observation, Purpose, ScenarioKey, StepName};
use serde_json::{Map, Value};

use crate::aftermath::history::History;
use crate::call::{CallOutcome, PreparedCall};
use crate::evaluate::{describing_call, search, strings};
use crate::target::Target;
use crate::whole_list::WholeList;

/// How long a call may take that is running when the run is stopped.
const GRACE: Duration = Duration::from_secs(5);

/// One describing call, and the kinds that its response shows.
#[derive(Debug, Clone)]
pub(crate) struct SurveyCall {
    pub(crate) operation: &'static str,
    pub(crate) parameters: Value,
    pub(crate) listings: Vec<Listing>,
}

/// What a response shows of the run, and the resource as it has it.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) element: Map<String, Value>,
    /// Whether the run created and deleted it.
    pub(crate) is_deleted: bool,
    /// Whose mark it carries.
    pub(crate) mark: Mark,
}

/// Whose tag a resource carries, or whose generated name it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// This run's.
    Own,
    /// Another run's.
    Other,
    None,
}

impl Found {
    /// Whether it is described with the id of another resource.
    pub(crate) fn names(&self, id: &str) -> bool {
        self.id != id && self.element.values().flat_map(texts).any(|text| text == id)
    }
}

/// What of the run a response shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShownResource {
    /// The run's own resources.
    pub(crate) own: Vec<Found>,
    /// Whether resources of others refer to what the run deleted.
    pub(crate) is_referred_to: bool,
}

impl ShownResource {
    /// Whether time may change it: what was deleted may be described for a while.
    pub(crate) fn may_pass(&self) -> bool {
        self.is_referred_to || self.own.iter().any(|found| found.is_deleted)
    }
}

impl SurveyCall {
    /// Those of the kinds that the run created, and of what comes with them.
    pub(crate) fn all(history: &History, contract: &Contract) -> Vec<Self> {
        surveys(history.kinds.keys().copied(), contract)
    }

    /// Those of the kinds that these actions create, and of what comes with them.
    pub(crate) fn of_creating<'a>(creating: impl Iterator<Item = &'a str>, contract: &Contract) -> Vec<Self> {
        let rows = creating.filter_map(tables::lifecycle);
        surveys(rows.flat_map(|row| std::iter::once(row.kind.as_str()).chain(row.kinds_along())), contract)
    }

    /// Calls the action, page by page; the calls, and the outcome with the lists of all pages. `None` if the run was stopped
    /// and no response comes.
    pub(crate) async fn call(&self, target: &Target, key: &ScenarioKey) -> Option<(Vec<Observation>, CallOutcome)> {
        let name = StepName::Action(self.operation.into());
        let mut list = WholeList::new(target.contract, self.operation, self.parameters.clone());
        let mut observations = Vec::new();
        loop {
            let call = PreparedCall::new(target, key, self.operation, list.parameters());
            let stopped = async {
                target.stop.cancelled().await;
                tokio::time::sleep(GRACE).await;
            };
            let (observation, outcome) = tokio::select! {
                called = call.send(target, &name, Purpose::Poll) => called,
                () = stopped => return None,
            };
            observations.push(observation);
            if let Some(whole) = list.take(outcome) {
                return Some((observations, whole));
            }
        }
    }

    /// Kind and ids of the resources that a response shows, except those that are leaving for good.
    pub(crate) fn existing(&self, response: &Value) -> impl Iterator<Item = (&'static str, Vec<String>)> {
        self.listings
            .iter()
            .map(move |listing| (listing.kind, not_leaving(response, listing.each, ids(listing.each, response))))
    }

    /// Kind and ids of the resources that a response shows, those included that are leaving: they were there, and may stay.
    pub(crate) fn described(&self, response: &Value) -> impl Iterator<Item = (&'static str, Vec<String>)> {
        self.listings.iter().map(move |listing| (listing.kind, ids(listing.each, response)))
    }

    /// The kinds that its response shows.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.listings.iter().map(|listing| listing.kind)
    }

    /// Whether it describes one of these kinds.
    pub(crate) fn describes<'k>(&self, mut kinds: impl Iterator<Item = &'k str>) -> bool {
        kinds.any(|kind| self.kinds().any(|own| own == kind))
    }

    /// The ids of what carries a mark of the run's other shards.
    pub(crate) fn of_other_shards(&self, response: &Value, target: &Target) -> BTreeSet<String> {
        target.run.marks_of_all().map_or_else(BTreeSet::new, |of_all| self.of_others(response, target, &of_all))
    }

    /// The ids of what no creating call of the run can have created: it carries the tag of another run, or came with a VPC.
    pub(crate) fn not_created(&self, response: &Value, target: &Target) -> BTreeSet<String> {
        let of_any_run = target.run.marks().of_any_run();
        self.of_each_vpc(response).chain(self.of_others(response, target, &of_any_run)).collect()
    }

    /// The ids of what came with VPCs that the run deleted, and is still described.
    pub(crate) fn of_deleted_vpcs(&self, response: &Value, run: &RunIds) -> Vec<String> {
        let expressions = self.listings.iter().filter_map(|listing| listing.of_each_vpc);
        expressions.flat_map(|each| in_deleted_vpcs(response, each, ids(each, response), run)).collect()
    }

    /// The ids of what came with a VPC, whosever.
    fn of_each_vpc(&self, response: &Value) -> impl Iterator<Item = String> {
        let expressions = self.listings.iter().filter_map(|listing| listing.of_each_vpc);
        expressions.flat_map(move |each| ids(each, response))
    }

    /// The ids of what carries one of these marks, and none of the run's own.
    fn of_others(&self, response: &Value, target: &Target, marks: &RunMarks) -> BTreeSet<String> {
        let marked =
            |marks: &RunMarks| self.shown(response, &RunIds::default(), marks).own.into_iter().map(|one| one.id);
        let own: BTreeSet<String> = marked(&target.run.marks()).collect();
        marked(marks).filter(|id| !own.contains(id)).collect()
    }

    /// What of the run a response shows.
    pub(crate) fn shown(&self, response: &Value, ids: &RunIds, marks: &RunMarks) -> ShownResource {
        let mut shown = ShownResource::default();
        let of_any_run = marks.of_any_run();
        for listing in &self.listings {
            let existing = self::ids(listing.each, response);
            for Residue { id, element, trace } in residues(response, &existing, listing, ids, marks) {
                if let Trace::RefersTo(_) = trace {
                    shown.is_referred_to = true;
                    continue;
                }
                let is_deleted = trace == Trace::Deleted;
                let mark = match (marks.are_on(element, &listing.named_by), of_any_run.are_on(element, &[])) {
                    (true, _) => Mark::Own,
                    (false, true) => Mark::Other,
                    (false, false) => Mark::None,
                };
                let (id, element) = (id.to_owned(), element.clone());
                shown.own.push(Found { kind: listing.kind, id, element, is_deleted, mark });
            }
        }
        shown
    }
}

/// The actions that the checks before and after a run call if it creates resources by these actions.
pub(crate) fn listing_operations<'a>(
    creating: impl Iterator<Item = &'a str>,
    contract: &Contract,
) -> BTreeSet<&'static str> {
    SurveyCall::of_creating(creating, contract).into_iter().map(|survey| survey.operation).collect()
}

fn surveys<'a>(kinds: impl Iterator<Item = &'a str>, contract: &Contract) -> Vec<SurveyCall> {
    let mut surveys: Vec<SurveyCall> = Vec::new();
    for listing in kinds.filter_map(tables::listing) {
        let Some((_, parameters)) = describing_call(contract, &listing) else { continue };
        let parameters = Value::Object(parameters);
        let same = |survey: &&mut SurveyCall| survey.operation == listing.operation && survey.parameters == parameters;
        match surveys.iter_mut().find(same) {
            Some(survey) if survey.listings.contains(&listing) => {}
            Some(survey) => survey.listings.push(listing),
            None => surveys.push(SurveyCall { operation: listing.operation, parameters, listings: vec![listing] }),
        }
    }
    surveys
}

fn ids(each: &str, response: &Value) -> Vec<String> {
    strings(search(each, response))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_attached_names_its_instance() {
        let element = json!({"VolumeId": "vol-1", "Attachments": [{"VolumeId": "vol-1", "InstanceId": "i-1"}]});
        let Value::Object(element) = element else { panic!("an object") };
        let volume = Found { kind: "volume", id: "vol-1".into(), element, is_deleted: false, mark: Mark::None };
        assert!(volume.names("i-1"));
        assert!(!volume.names("i-2") && !volume.names("vol-1"));
    }
}
