//! The oracle "said and shown": what calls requested for a resource, its later descriptions show. It makes no calls.

mod equal;
mod facts;
mod lists;
mod note;
mod permissions;
mod resource;
mod rule;
mod shown;
mod tags;

use contract::tables;
use record::Purpose;

use crate::finding::{FindingDraft, FindingKind};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::said_shown::resource::Resources;

/// What a scenario has requested so far.
#[derive(Debug, Default)]
pub(crate) struct SaidShown {
    resources: Resources,
}

impl SaidShown {
    /// Takes an operator's hook, which may change the values of any resource.
    pub(crate) fn take_hook(&mut self) {
        self.resources.forget_facts();
    }

    /// Takes the calls of a scenario in their order. Returns what the response shows otherwise than it was requested.
    ///
    /// A call of a `wait` or `until` that is not the last one is not judged: what was requested may not have come yet.
    /// `hand_made`: the parameters are those on the wire.
    pub(crate) fn take(&mut self, call: &DecodedCall<'_>, hand_made: bool) -> Vec<FindingDraft> {
        if let Some(draft) = existing(call) {
            return vec![draft];
        }
        let Some(operation) = call.operation else {
            if call.service_error().is_none() {
                self.resources.clear();
            }
            return Vec::new();
        };
        if self.resources.is_empty() && (hand_made || tables::creation(&operation.name).is_none()) {
            return Vec::new();
        }
        if operation.is_read_only() {
            self.resources.settle(call);
            return if call.observation.purpose == Purpose::Poll {
                Vec::new()
            } else {
                shown::judge(&self.resources, call)
            };
        }
        if hand_made {
            if call.service_error().is_none() {
                self.resources.clear();
            }
            return Vec::new();
        }
        note::note(&mut self.resources, call);
        shown::judge_result(&self.resources, call)
    }
}

/// A call that reports as created what the account had before the run, as the engine noted.
fn existing(call: &DecodedCall<'_>) -> Option<FindingDraft> {
    let existing = &call.observation.existing;
    let kind = tables::resource_id(existing.first()?)?;
    let message =
        format!("{} reports as created, and the account had before the run: {}", call.called(), existing.join(", "));
    Some(FindingDraft::new(FindingKind::ExistingReported, message).at(kind).actual(existing.clone()))
}
