//! The aftermath oracle: what descriptions of the account show of the run once its clean-up is over.

use contract::tables::{self, Listing};
use contract::{RunIds, RunMarks, Trace, residues};
use record::{CleanUpOutcome, CleanedUp, FailureKind, Observation, Purpose};
use scenario::{Expression, Scope};
use serde_json::{Value, json};

use crate::finding::{FindingDraft, FindingKind, named};
use crate::oracle::decoded_call::{DecodedCall, DecodedResult};
use crate::oracle::environment::environment_error;

/// Resources that a message names.
const NAMED: usize = 3;

/// Judges the calls of one describing action. `has_succeeded`: whether the action succeeded before, in the run itself.
pub(crate) fn judge<'c>(
    calls: &'c [DecodedCall<'_>],
    marks: &RunMarks,
    has_succeeded: bool,
) -> Vec<(FindingDraft, &'c DecodedCall<'c>)> {
    let Some(last) = calls.iter().rev().find(|call| call.observation.purpose != Purpose::CleanUp) else {
        return Vec::new();
    };
    if last.success().is_none() {
        return failure(last).filter(|_| has_succeeded).map(|draft| (draft, last)).into_iter().collect();
    }
    let mut found: Vec<AftermathSighting<'c>> = Vec::new();
    for call in calls.iter().filter(|call| call.observation.purpose != Purpose::CleanUp) {
        let is_last = std::ptr::eq(call, last);
        for sighting in sightings(call, marks) {
            let may_pass = sighting.passes && !is_last;
            if !may_pass && !found.iter().any(|one| one.is_of(&sighting) && one.id == sighting.id) {
                found.push(sighting);
            }
        }
    }
    let mut drafts: Vec<(FindingDraft, &'c DecodedCall<'c>)> = Vec::new();
    while let Some(first) = found.first() {
        let alike: Vec<&AftermathSighting<'c>> = found.iter().filter(|one| one.is_of(first)).collect();
        drafts.push((draft(&alike), first.call));
        let first = first.clone();
        found.retain(|one| !one.is_of(&first));
    }
    drafts
}

/// One resource in a response.
#[derive(Debug, Clone)]
struct AftermathSighting<'c> {
    call: &'c DecodedCall<'c>,
    kind: FindingKind,
    /// The kind of resource.
    resource: &'static str,
    id: String,
    /// How it was recognized, or what it refers to.
    actual: String,
    /// What the message adds to the id.
    note: String,
    /// What the message says of it.
    text: String,
    /// Whether it may be described for a while, because news of the deletion travels.
    passes: bool,
}

impl AftermathSighting<'_> {
    fn is_of(&self, other: &AftermathSighting<'_>) -> bool {
        (self.kind, self.resource, &self.actual) == (other.kind, other.resource, &other.actual)
    }
}

fn sightings<'c>(call: &'c DecodedCall<'_>, marks: &RunMarks) -> Vec<AftermathSighting<'c>> {
    let mut found = Vec::new();
    let Some(response) = call.success() else { return found };
    let ids = run_ids(call.observation);
    for listing in listings(call.called()) {
        let existing = existing(&listing, response);
        for residue in residues(response, &existing, &listing, &ids, marks) {
            let of_kind = |id: &str| ids.deleted.get(id).cloned().unwrap_or_default();
            let note = |id: &str| format!(" ({} {id})", of_kind(id));
            let unreported = |actual: &str, note: String, text: &str| {
                let text = format!("{text}, and no response reported it");
                (FindingKind::UnreportedResource, actual.to_owned(), note, text, false)
            };
            let (kind, actual, note, text, passes) = match residue.trace {
                Trace::Deleted => {
                    let state = residue.state().unwrap_or("described").to_owned();
                    let text = format!("still {state} after the deletion");
                    (FindingKind::DeletedStillShown, state, String::new(), text, true)
                }
                Trace::RefersTo(id) => {
                    let text = "refers to what the run deleted".to_owned();
                    (FindingKind::RefersToDeleted, of_kind(id), note(id), text, true)
                }
                Trace::Marked => unreported("marked", String::new(), "carries the tag or a name of the run"),
                Trace::Attached => {
                    let text = "came with an instance of the run and outlives it".to_owned();
                    (FindingKind::UnreportedResource, "attached".to_owned(), String::new(), text, false)
                }
                Trace::Within(id) => unreported("within", note(id), "is part of what the run created"),
            };
            let id = residue.id.to_owned();
            found.push(AftermathSighting { call, kind, resource: listing.kind, id, actual, note, text, passes });
        }
    }
    found
}

/// One finding about resources of one kind that were found in the same way.
fn draft(alike: &[&AftermathSighting<'_>]) -> FindingDraft {
    let first = alike[0];
    let ids: Vec<String> = alike.iter().map(|one| format!("{}{}", one.id, one.note)).collect();
    let message = format!("{}: {} {}: {}", first.call.called(), first.resource, first.text, named(&ids, NAMED));
    FindingDraft::new(first.kind, message).at(first.resource).actual(first.actual.as_str())
}

/// The finding about a resource that clean-up could not delete. The message begins with what reports call it among the
/// leftovers: `vpc vpc-1: reason`.
pub(crate) fn not_deleted(clean_up: &CleanedUp) -> Option<FindingDraft> {
    let CleanUpOutcome::Failed { reason } = &clean_up.outcome else { return None };
    Some(FindingDraft::new(FindingKind::NotDeleted, clean_up.left_over()?).at(&clean_up.kind).actual(reason.as_str()))
}

/// A description that fails, unless the endpoint lacks the action, or nothing is to be learnt from the failure.
fn failure(call: &DecodedCall<'_>) -> Option<FindingDraft> {
    let (what, actual) = match &call.result {
        DecodedResult::NotSent(_) | DecodedResult::NoResponse(FailureKind::Unreachable | FailureKind::Tls, _) => {
            return None;
        }
        DecodedResult::NoResponse(_, detail) => (detail.to_string(), json!(detail)),
        DecodedResult::Response(..) => {
            let (status, code, message) = call.failure()?;
            if tables::action_missing(status, code, &message) {
                return None;
            }
            match call.service_error() {
                Some((_, error)) if environment_error(call.called(), error).is_some() => return None,
                Some((_, error)) => (format!("rejected with {code}: {message}"), error.to_value()),
                None => (format!("HTTP {status}"), json!(format!("HTTP {status}"))),
            }
        }
    };
    let message = format!("{} succeeded during the run and fails after clean-up: {what}", call.called());
    Some(FindingDraft::new(FindingKind::DescriptionFails, message).actual(actual))
}

/// The kinds that an action describes.
fn listings(operation: &str) -> Vec<Listing> {
    let mut found: Vec<Listing> = Vec::new();
    for row in tables::lifecycles() {
        if let Some(listing) = tables::listing(&row.kind).filter(|listing| listing.operation == operation)
            && !found.contains(&listing)
        {
            found.push(listing);
        }
    }
    found
}

fn existing(listing: &Listing, response: &Value) -> Vec<String> {
    let found = Expression::parse(listing.each).ok().and_then(|each| each.evaluate(response, &Scope::default()).ok());
    let ids = found.as_ref().and_then(Value::as_array);
    ids.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

/// The ids that the engine noted beside the response.
fn run_ids(observation: &Observation) -> RunIds {
    let noted = |name: &str| observation.bindings.get(name);
    let texts = |name: &str| {
        let items = noted(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(|id| id.as_str().map(str::to_owned)).collect()
    };
    let deleted = noted("deleted").and_then(Value::as_object).into_iter().flatten();
    let deleted = deleted.filter_map(|(id, kind)| Some((id.clone(), kind.as_str()?.to_owned())));
    RunIds { deleted: deleted.collect(), left: texts("left"), attached: texts("attached"), new: texts("new") }
}
