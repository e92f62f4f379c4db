//! From what an oracle reports to a finding in its place.

use contract::texts;
use record::{EndpointHead, StepName};
use scenario::{Action, Step};
use serde_json::Value;

use crate::finding::{Disposition, Finding, FindingDraft, FindingSite, InsteadOfError, Oracle, named_resources};
use crate::oracle::decoded_call::DecodedCall;
use crate::owner::Owner;
use crate::reproduce;

/// The filters in the parameters of a call, as AWS documents them: `tag:<key>`, whatever the key.
fn filters(parameters: &Value) -> Vec<String> {
    let filters = parameters.get("Filters").and_then(Value::as_array);
    let names = filters.into_iter().flatten().filter_map(|filter| filter.get("Name")?.as_str());
    names.map(|name| if name.starts_with("tag:") { "tag:<key>" } else { name }.to_owned()).collect()
}

/// Why a finding about what a client sent does not count.
const ABOUT_CLIENT: &str = "it is about the client, not about the endpoint";

/// A step on an endpoint, or the clean-up of its owner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StepContext<'a> {
    /// The step's name in the recorded run.
    pub(crate) name: &'a StepName,
    pub(crate) owner: Owner<'a>,
    /// Absent for clean-up, which is not written in a suite.
    pub(crate) step: Option<&'a Step>,
    pub(crate) endpoint: &'a EndpointHead,
}

impl StepContext<'_> {
    /// `call` is the one that the finding is about.
    pub(crate) fn finding(&self, draft: FindingDraft, call: Option<&DecodedCall<'_>>) -> Finding {
        let StepContext { name, owner, step, endpoint } = *self;
        let operation = call.and_then(|call| call.observation.operation.clone());
        let id = owner.id();
        let site = FindingSite {
            owner: id.as_str(),
            action: &step.map_or_else(|| StepName::CleanUp.to_string(), |step| step.action.in_words()),
            nth: step.map_or(0, |step| owner.nth(step)),
            operation: operation.as_deref(),
        };
        let page = || call.and_then(|call| call.operation).map(|operation| operation.page());
        let others = draft.documented_by.iter().filter_map(|action| Some(call?.contract.operation(action)?.page()));
        let mut source: Vec<String> = match draft.kind.oracle() {
            Oracle::Expect | Oracle::Reference => step.map(|step| owner.source(step)).unwrap_or_default(),
            Oracle::Contract
            | Oracle::Sdk
            | Oracle::Transport
            | Oracle::SaidAndShown
            | Oracle::Relations
            | Oracle::Pages
            | Oracle::Aftermath
            | Oracle::Client => draft.source.clone().or_else(page).into_iter().collect(),
        };
        source.extend(others);
        source.dedup();
        let location = step.map_or(owner.location(), |step| &step.location);
        let (filters, resources) = match (draft.kind.oracle(), call) {
            (Oracle::Expect, Some(call)) => {
                let has_effect = draft.kind.instead_of_error() == Some(InsteadOfError::Success);
                let response = has_effect.then(|| call.data());
                let parameters = &call.observation.parameters;
                (
                    filters(parameters),
                    named_resources([Some(parameters), response.as_deref()].into_iter().flatten().flat_map(texts)),
                )
            }
            _ => (Vec::new(), Vec::new()),
        };
        // One call alone does not show what several at the same moment do.
        let is_one = |(_, step): &(&DecodedCall<'_>, &Step)| !matches!(step.action, Action::Together(_));
        let reproduce =
            call.zip(step).filter(is_one).and_then(|(call, step)| reproduce::command(call.observation, step, endpoint));
        let place = location.clone().into();
        let disposition = match draft.kind.oracle() {
            Oracle::Client => Disposition::Informational { reason: ABOUT_CLIENT.to_owned() },
            _ => Disposition::default(),
        };
        Finding { source, filters, resources, reproduce, disposition, ..draft.finding(site, name, place) }
    }
}
