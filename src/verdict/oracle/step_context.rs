//! From what an oracle reports to a finding in its place.

use record::EndpointHead;
use scenario::Step;

use crate::finding::{Disposition, Draft, Finding, FindingSite, Oracle, fingerprint};
use crate::oracle::decoded_call::DecodedCall;
use crate::owner::Owner;
use crate::reproduce;

/// A step on an endpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StepContext<'a> {
    /// The step's name in the recorded run.
    pub(crate) name: &'a str,
    pub(crate) owner: Owner<'a>,
    pub(crate) step: &'a Step,
    pub(crate) endpoint: &'a EndpointHead,
}

impl StepContext<'_> {
    /// `call` is the one that the finding is about.
    pub(crate) fn finding(&self, draft: Draft, call: Option<&DecodedCall<'_>>) -> Finding {
        let StepContext { name, owner, step, endpoint } = *self;
        let operation = call.and_then(|call| call.observation.operation.clone());
        let site = FindingSite {
            owner: &owner.id(),
            action: &step.action.in_words(),
            nth: owner.nth(step),
            operation: operation.as_deref(),
        };
        let fingerprint = fingerprint(&draft, site);
        let page = || call.and_then(|call| call.operation).map(|operation| operation.page());
        let source = match draft.kind.oracle() {
            Oracle::Expect | Oracle::Reference => owner.source(step),
            Oracle::Contract | Oracle::Sdk | Oracle::Transport | Oracle::Pages | Oracle::Aftermath => {
                draft.source.clone().or_else(page).into_iter().collect()
            }
        };
        Finding {
            kind: draft.kind,
            step: name.to_owned(),
            place: format!("{}:{}", step.location.file, step.location.line),
            severity: draft.severity(),
            path: draft.path,
            message: draft.message,
            expected: draft.expected,
            actual: draft.actual,
            source,
            reproduce: call.and_then(|call| reproduce::command(call.observation, step, endpoint)),
            fingerprint,
            operation,
            disposition: Disposition::default(),
        }
    }
}
