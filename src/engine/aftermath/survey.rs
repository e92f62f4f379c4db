//! The calls that describe everything of an account, and what of the run a response still shows.

use std::collections::BTreeSet;

use contract::tables::{self, Listing};
use contract::{Contract, Residue, RunIds, RunMarks, Trace, residues};
use serde_json::{Map, Value};

use crate::aftermath::history::History;
use crate::evaluate::{search, strings};

/// One describing call, and the kinds that its response shows.
#[derive(Debug, Clone)]
pub(crate) struct Survey {
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
}

/// What of the run a response shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// The run's own resources.
    pub(crate) own: Vec<Found>,
    /// Whether resources of others refer to what the run deleted.
    pub(crate) is_referred_to: bool,
}

impl Shown {
    /// Whether time may change it: what was deleted may be described for a while.
    pub(crate) fn may_pass(&self) -> bool {
        self.is_referred_to || self.own.iter().any(|found| found.is_deleted)
    }
}

impl Survey {
    /// Those of the kinds that the run created, and of what comes with them.
    pub(crate) fn all(history: &History, contract: &Contract) -> Vec<Self> {
        surveys(history.kinds.keys().copied(), contract)
    }

    /// Whether it describes one of these kinds.
    pub(crate) fn describes<'k>(&self, mut kinds: impl Iterator<Item = &'k str>) -> bool {
        kinds.any(|kind| self.listings.iter().any(|listing| listing.kind == kind))
    }

    /// What of the run a response shows.
    pub(crate) fn shown(&self, response: &Value, ids: &RunIds, marks: &RunMarks) -> Shown {
        let mut shown = Shown::default();
        for listing in &self.listings {
            let existing = strings(search(listing.each, response));
            for Residue { id, element, trace } in residues(response, &existing, &listing.named_by, ids, marks) {
                if let Trace::RefersTo(_) = trace {
                    shown.is_referred_to = true;
                    continue;
                }
                let is_deleted = trace == Trace::Deleted;
                shown.own.push(Found { kind: listing.kind, id: id.to_owned(), element: element.clone(), is_deleted });
            }
        }
        shown
    }
}

/// The actions that the check after clean-up calls if a run creates resources by these actions.
pub(crate) fn operations_after<'a>(
    creating: impl Iterator<Item = &'a str>,
    contract: &Contract,
) -> BTreeSet<&'static str> {
    let rows = creating.filter_map(tables::lifecycle);
    let kinds = rows.flat_map(|row| std::iter::once(&row.kind).chain(row.companions.iter().map(|one| &one.kind)));
    surveys(kinds.map(String::as_str), contract).into_iter().map(|survey| survey.operation).collect()
}

fn surveys<'a>(kinds: impl Iterator<Item = &'a str>, contract: &Contract) -> Vec<Survey> {
    let mut surveys: Vec<Survey> = Vec::new();
    for listing in kinds.filter_map(tables::listing) {
        let parameters =
            listing.with.iter().map(|(name, expression)| ((*name).to_owned(), search(expression, &Value::Null)));
        let parameters: Map<String, Value> = parameters.collect();
        let Some(operation) = contract.operation(listing.operation) else { continue };
        let lacks = |member: &contract::Member| member.required && !parameters.contains_key(&member.name);
        if contract.parameters(operation).iter().any(lacks) {
            continue;
        }
        let parameters = Value::Object(parameters);
        let same = |survey: &&mut Survey| survey.operation == listing.operation && survey.parameters == parameters;
        match surveys.iter_mut().find(same) {
            Some(survey) if survey.listings.contains(&listing) => {}
            Some(survey) => survey.listings.push(listing),
            None => surveys.push(Survey { operation: listing.operation, parameters, listings: vec![listing] }),
        }
    }
    surveys
}
