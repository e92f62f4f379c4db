//! The actions that a run may call, and what else must be allowed for them.

use std::collections::{BTreeMap, BTreeSet};

use contract::tables::{self, Companion, Lifecycle};
use contract::{Contract, Operation};
use endpoint::{DOCTOR_ACTIONS, Profile};
use serde::Serialize;
use serde_json::{Value, json};

use crate::aftermath::listing_operations;
use crate::call::tag_type;
use crate::plan::parts::PlannedCall;

/// Why an action may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallReason {
    /// Steps of scenarios or fixtures call it, or wait by it.
    Steps,
    /// The account is listed by it before and after the run.
    Inventory,
    /// It deletes what was created, or is needed for that: by clean-up, by the checks at the end of a run, by `sweep`.
    CleanUp,
    /// `doctor` calls it.
    Doctor,
}

/// The actions of a run, as [`Plan`](crate::plan::Plan) has them.
pub(super) struct PlannedActions {
    pub(super) calls: BTreeMap<String, usize>,
    pub(super) actions: BTreeMap<String, BTreeSet<CallReason>>,
    pub(super) also_needed: BTreeMap<String, BTreeSet<String>>,
}

/// Collects the calls of steps.
pub(super) struct Actions<'a> {
    profile: &'a Profile,
    contract: &'static Contract,
    calls: BTreeMap<String, usize>,
    also_needed: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Actions<'a> {
    pub(super) fn new(profile: &'a Profile, contract: &'static Contract) -> Self {
        Actions { profile, contract, calls: BTreeMap::new(), also_needed: BTreeMap::new() }
    }

    /// Adds a step that runs so many times.
    pub(super) fn add(&mut self, call: &PlannedCall<'_>, times: u32) {
        *self.calls.entry(call.operation.clone()).or_default() += times as usize;
        if let Some(operation) = self.operation(&call.operation) {
            self.need(&call.operation, call.parameters);
            if !call.is_raw && tag_type(self.profile, self.contract, operation).is_some() {
                self.need(&call.operation, &json!({"TagSpecifications": []}));
            }
        }
    }

    fn need(&mut self, operation: &str, parameters: &Value) {
        for needed in tables::iam_dependents(operation, parameters).flat_map(|row| &row.needs) {
            self.also_needed.entry(needed.clone()).or_default().insert(operation.to_owned());
        }
    }

    fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.contract.operation(name)
    }

    /// Adds the calls of the checks of the run and of clean-up.
    pub(super) fn finish(mut self) -> PlannedActions {
        let called: Vec<String> = self.calls.keys().filter(|name| self.operation(name).is_some()).cloned().collect();
        let mut actions: BTreeMap<String, BTreeSet<CallReason>> = BTreeMap::new();
        let mut add = |name: &str, reason| {
            actions.entry(name.to_owned()).or_default().insert(reason);
        };
        called.iter().for_each(|name| add(name, CallReason::Steps));
        if self.profile.run_checks.aftermath {
            for operation in listing_operations(called.iter().map(String::as_str), self.contract) {
                add(operation, CallReason::Inventory);
                *self.calls.entry(operation.to_owned()).or_default() += 2;
            }
        }
        let of_clean_up = clean_up(self.contract, called.iter().filter_map(|name| tables::lifecycle(name)));
        for name in of_clean_up {
            if self.operation(&name).is_some() {
                add(&name, CallReason::CleanUp);
                self.need(&name, &Value::Null);
            }
        }
        DOCTOR_ACTIONS.iter().for_each(|name| add(name, CallReason::Doctor));
        PlannedActions { calls: self.calls, actions, also_needed: self.also_needed }
    }
}

/// The actions that clean-up of these creations may call, and that of what comes with them.
fn clean_up(contract: &Contract, rows: impl Iterator<Item = &'static Lifecycle>) -> BTreeSet<String> {
    let mut actions = BTreeSet::new();
    let mut open: Vec<&'static Lifecycle> = rows.collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(row) = open.pop() {
        if !seen.insert(&row.create) {
            continue;
        }
        actions.insert(row.delete.clone());
        actions.extend(row.unlock.iter().map(|call| call.operation.clone()));
        actions.extend(row.find.iter().map(|find| find.operation.clone()));
        actions.extend(row.settle.iter().filter_map(|waiter| awaited(contract, waiter)));
        for companion in &row.companions {
            let Companion { delete, look, wait, settle, .. } = companion;
            actions.insert(delete.clone());
            actions.extend(look.iter().map(|call| call.operation.clone()));
            actions.extend(wait.iter().chain(settle).filter_map(|waiter| awaited(contract, waiter)));
        }
        // The check after clean-up deletes by the first row of its kind what has come with it and is still there.
        open.extend(row.rows_along());
    }
    actions
}

/// The action of a waiter.
fn awaited(contract: &Contract, waiter: &str) -> Option<String> {
    contract.waiter(waiter).map(|waiter| waiter.operation.clone())
}
