//! From what an oracle finds to a finding in its place.

use crate::record::EndpointHead;
use crate::scenario::Step;

use super::answer::Seen;
use super::draft::Draft;
use super::finding::{Finding, Oracle, Standing};
use super::fingerprint::{Whereabouts, fingerprint};
use super::reproduce;
use super::steps::Owner;

/// A step on an endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Its name in the record.
    pub(super) name: &'a str,
    pub(super) owner: Owner<'a>,
    pub(super) step: &'a Step,
    pub(super) endpoint: &'a EndpointHead,
}

impl Place<'_> {
    /// What was found there; `seen` is the call that it is about.
    pub(super) fn finding(&self, draft: Draft, seen: Option<&Seen<'_>>) -> Finding {
        let Place { name, owner, step, endpoint } = *self;
        let operation = seen.and_then(|seen| seen.observation.operation.clone());
        let place = Whereabouts {
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
