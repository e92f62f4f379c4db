//! From what an oracle finds to a finding in its place.

use record::EndpointHead;
use scenario::Step;

use crate::finding::draft::Draft;
use crate::finding::fingerprint::{FindingSite, fingerprint};
use crate::finding::model::{Finding, Oracle, Standing};
use crate::oracle::DecodedCall;
use crate::reproduce;
use crate::run::Owner;

/// A step on an endpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// Its name in the record.
    pub(crate) name: &'a str,
    pub(crate) owner: Owner<'a>,
    pub(crate) step: &'a Step,
    pub(crate) endpoint: &'a EndpointHead,
}

impl Place<'_> {
    /// What was found there; `seen` is the call that it is about.
    pub(crate) fn finding(&self, draft: Draft, seen: Option<&DecodedCall<'_>>) -> Finding {
        let Place { name, owner, step, endpoint } = *self;
        let operation = seen.and_then(|seen| seen.observation.operation.clone());
        let place = FindingSite {
            owner: &owner.id(),
            action: &step.action.in_words(),
            nth: owner.nth(step),
            operation: operation.as_deref(),
        };
        let fingerprint = fingerprint(&draft, place);
        let page = || seen.and_then(|seen| seen.operation).map(|operation| operation.page());
        let source = match draft.kind.oracle() {
            Oracle::Expect | Oracle::Reference => owner.source(step),
            Oracle::Contract | Oracle::Sdk => draft.source.clone().or_else(page).into_iter().collect(),
        };
        Finding {
            kind: draft.kind,
            step: name.to_owned(),
            place: format!("{}:{}", step.location.file, step.location.line),
            path: draft.path,
            message: draft.message,
            expected: draft.expected,
            actual: draft.actual,
            source,
            reproduce: seen.and_then(|seen| reproduce::command(seen.observation, step, endpoint)),
            fingerprint,
            operation,
            standing: Standing::default(),
        }
    }
}
