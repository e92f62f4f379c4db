//! How deep a suite goes, action by action: what it calls successfully, and what of AWS's model and documentation it uses.

mod constants;
mod form;
mod holes;
mod oracles;
mod requests;

use std::collections::{BTreeMap, BTreeSet};

use contract::{Contract, Operation, tables};
use record::Subject;
use scenario::{Step, Suite, code_matches};

use crate::coverage::depth::constants::Constants;
use crate::coverage::depth::form::{Form, request_form, response_form};
use crate::coverage::depth::oracles::read_by_oracles;
use crate::coverage::depth::requests::Sent;
use crate::coverage::filters::documented_filters;
use crate::coverage::suite_steps::{StepsOf, of_suite};

pub use holes::{Hole, HoleKind};

/// What a suite has of each action of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depth {
    /// Every action of the contract, by name.
    pub actions: BTreeMap<String, ActionDepth>,
    /// Per named set of `src/contract/data/surfaces.yaml`, in its order, how many of its actions can succeed.
    pub sets: Vec<SetDepth>,
}

/// The actions of a named set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetDepth {
    /// The key of the set in the table: `terraform`.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// The number of its actions.
    pub actions: usize,
    /// The number of those with a scenario that can succeed.
    pub succeeding: usize,
}

/// What a suite has of an action.
///
/// Only scenarios count that an implementation has carried to their end: what `unproven` ones call is in
/// [`unproven`](Self::unproven) and nowhere else. Steps of fixtures count as those of the scenarios that use them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionDepth {
    /// The scenarios and fixtures with a step of it that is not expected to be refused.
    pub succeeding: BTreeSet<Subject>,
    /// The others that call it: each of their steps of it is expected to be refused.
    pub refused: BTreeSet<Subject>,
    /// The scenarios that call it and that no implementation has carried to their end yet.
    pub unproven: BTreeSet<Subject>,
    /// The error codes that the table of errors has for the action, and those of them that a step expects, alone or as one of
    /// several. Codes of any action are not among them.
    pub errors: Share,
    /// The filters that AWS documents for the action, and those of them that a step sends; `tag:<key>` for all keys.
    pub filters: Share,
    /// The scalar parameters of the model, and those of them that a step sends: `BlockDeviceMappings[].Ebs.VolumeSize`.
    /// Without filters, tags, dry run, client token and what pages: they are columns of their own.
    pub parameters: Share,
    /// The parameters that are lists, and those of them that a step sends with two elements or more.
    pub two: Share,
    /// The scalar members of the response in the model, and those of them that an expectation, a wait or a saved value reads, or
    /// an oracle that knows what they must be. That all members are of the type of the model is checked in any case.
    pub members: Share,
    /// Whether a step walks its pages; absent where the model has none.
    pub pages: Option<bool>,
    /// Whether a step sends a client token of its own; absent where it has none.
    pub token: Option<bool>,
    /// Whether a step sends `DryRun`; absent where it has none.
    pub dry_run: Option<bool>,
    /// Whether a step sends `TagSpecifications`; absent where it has none.
    pub tags: Option<bool>,
    /// The named sets that have it.
    pub sets: BTreeSet<String>,
}

/// What there is, and what of it the suite has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// The names of all errors, filters, parameters or members of the action.
    pub all: BTreeSet<String>,
    /// Those of `all` that the suite covers.
    pub covered: BTreeSet<String>,
}

impl Share {
    fn of(all: impl IntoIterator<Item = String>) -> Self {
        Share { all: all.into_iter().collect(), covered: BTreeSet::new() }
    }

    /// Adds those of `names` that there are.
    fn cover(&mut self, names: impl IntoIterator<Item = String>) {
        self.covered.extend(names.into_iter().filter(|name| self.all.contains(name)));
    }

    /// What the suite does not have.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.all.difference(&self.covered).map(String::as_str)
    }
}

impl ActionDepth {
    fn new(contract: &Contract, operation: &Operation) -> Self {
        let request = request_form(contract, operation);
        let parameters = contract.parameters(operation);
        let names: Vec<&str> = parameters.iter().map(|member| member.name.as_str()).collect();
        let has = |name: &str| names.contains(&name).then_some(false);
        let Form { scalars, lists } = request;
        let errors = tables::error_codes(&operation.name, &names).map(|code| code.code.clone());
        let sets = tables::action_sets().filter(|(_, set)| set.actions().contains(operation.name.as_str()));
        let mut members = Share::of(response_form(contract, operation).scalars);
        members.cover(read_by_oracles(&operation.name));
        ActionDepth {
            errors: Share::of(errors),
            filters: Share::of(tables::filters(&operation.name).into_iter().flatten().map(|(name, _)| name.clone())),
            parameters: Share::of(scalars),
            two: Share::of(lists),
            members,
            pages: contract.paging(operation).map(|_| false),
            token: (!operation.idempotency_tokens.is_empty()).then_some(false).or(has("ClientToken")),
            dry_run: has("DryRun"),
            tags: has("TagSpecifications"),
            sets: sets.map(|(name, _)| name.to_owned()).collect(),
            ..ActionDepth::default()
        }
    }

    /// Whether a scenario calls it that is not unproven.
    pub fn is_called(&self) -> bool {
        !self.succeeding.is_empty() || !self.refused.is_empty()
    }

    /// The number of documented errors, filters and parameters that no step has: how large a hole it is.
    pub fn missing(&self) -> usize {
        self.errors.missing().count() + self.filters.missing().count() + self.parameters.missing().count()
    }

    fn take(&mut self, contract: &Contract, operation: &Operation, owner: &StepsOf<'_>, step: &Step) {
        let is_refused = step.expects_error() || step.until.as_ref().is_some_and(|until| until.error.is_some());
        let of = if is_refused { &mut self.refused } else { &mut self.succeeding };
        of.insert(owner.id.clone());
        let codes = step.error.as_ref().map(|error| &error.codes);
        let codes = codes.or(step.or_error.as_ref()).or(step.until.as_ref().and_then(|until| until.error.as_ref()));
        if let Some(codes) = codes.filter(|codes| !codes.is_empty()) {
            let all = &self.errors.all;
            self.errors.covered.extend(all.iter().filter(|code| code_matches(codes, code)).cloned());
        }
        let sent = Sent::of(contract, operation, step, &Constants::of(owner.variables));
        self.parameters.cover(sent.scalars);
        self.two.cover(sent.two);
        let filters = documented_filters(step, &operation.name, owner.variables);
        self.filters.cover(filters.into_iter().map(str::to_owned));
        self.members.cover(step.reads(contract));
        for (column, sent) in [
            (&mut self.pages, sent.pages),
            (&mut self.token, sent.token),
            (&mut self.dry_run, sent.dry_run),
            (&mut self.tags, sent.tags),
        ] {
            *column = column.map(|before| before || sent);
        }
    }
}

impl Depth {
    /// What `suite` has of each action of `contract`.
    pub fn of(suite: &Suite, contract: &Contract) -> Self {
        let mut actions: BTreeMap<String, ActionDepth> = contract
            .operations()
            .map(|operation| (operation.name.clone(), ActionDepth::new(contract, operation)))
            .collect();
        for owner in of_suite(suite) {
            let constants = Constants::of(owner.variables);
            for step in owner.steps {
                let name = step.action.operation(contract).map(|name| constants.fill_text(name));
                let Some(operation) = name.and_then(|name| contract.operation(&name)) else { continue };
                let Some(action) = actions.get_mut(&operation.name) else { continue };
                if owner.is_unproven {
                    action.unproven.insert(owner.id.clone());
                } else {
                    action.take(contract, operation, &owner, step);
                }
            }
        }
        for action in actions.values_mut() {
            action.refused.retain(|id| !action.succeeding.contains(id));
        }
        let sets = tables::action_sets().map(|(name, set)| {
            let of_set = set.actions();
            let succeeding =
                of_set.iter().filter(|name| actions.get(**name).is_some_and(|action| !action.succeeding.is_empty()));
            SetDepth {
                name: name.to_owned(),
                title: set.title.clone(),
                actions: of_set.len(),
                succeeding: succeeding.count(),
            }
        });
        let sets = sets.collect();
        Depth { actions, sets }
    }

    /// The number of actions with a scenario that can succeed.
    pub fn succeeding(&self) -> usize {
        self.actions.values().filter(|action| !action.succeeding.is_empty()).count()
    }

    /// The scenarios that no implementation has carried to their end yet.
    pub fn unproven(&self) -> BTreeSet<&Subject> {
        self.actions.values().flat_map(|action| &action.unproven).collect()
    }

    /// The number of actions that only unproven scenarios call.
    pub fn only_unproven(&self) -> usize {
        self.actions.values().filter(|action| !action.is_called() && !action.unproven.is_empty()).count()
    }
}
