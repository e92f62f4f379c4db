//! Once a run, lists of the account are described without pages, page by page, and without pages again.
//!
//! This is done after the scenarios and before the fixtures of the run are deleted: nothing of the run changes then, and
//! the lists are as long as they get.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::tables::{self, Listing};
use contract::{Contract, Paging};
use record::{Observation, Outcome, Purpose, RunCheck, StepName};
use serde_json::{Map, Value};

use crate::call::{CallOutcome, PreparedCall};
use crate::context::RunContext;
use crate::evaluate::search;
use crate::phase::Phase;
use crate::step::StepRunner;

/// The longest list that is read page by page, in elements.
const LONGEST: usize = 100;
/// Pages that are read of a list at most.
const MOST_PAGES: usize = 40;

/// A paged list of the account.
struct List {
    operation: &'static str,
    parameters: Map<String, Value>,
}

/// Reads page by page the lists of the account of which a response of the run had more elements than the smallest page.
pub(crate) async fn pages(context: &Arc<RunContext>) {
    let target = &context.target;
    let is_made = target.endpoint.profile().run_checks.pages && matches!(*context.phase, Phase::Whole);
    if !is_made || context.stop.is_cancelled() {
        return;
    }
    let mut described = lists(target.contract);
    described.retain(|list| {
        let operation = target.contract.operation(list.operation);
        let smallest = operation.and_then(|operation| target.contract.paging(operation)).map(|paging| paging.smallest);
        smallest.is_some_and(|smallest| target.sightings.longest(list.operation) > smallest)
    });
    if described.is_empty() {
        return;
    }
    let runner = StepRunner::new(context.clone(), target.key(&RunCheck::Pages));
    runner.started().await;
    let walks = async {
        for list in &described {
            let operation = target.contract.operation(list.operation);
            if let Some(paging) = operation.and_then(|operation| target.contract.paging(operation)) {
                Walk { runner: &runner, list, paging }.run().await;
            }
        }
    };
    tokio::select! {
        () = walks => {}
        () = context.stop.cancelled() => {}
    }
    runner.ended(Outcome::Completed).await;
}

/// The lists of everything of a kind that an account has, where AWS limits their pages.
fn lists(contract: &Contract) -> Vec<List> {
    let mut seen: BTreeSet<&'static str> = BTreeSet::new();
    let mut lists = Vec::new();
    for listing in tables::lifecycles().filter_map(|row| tables::listing(&row.kind)) {
        let Listing { operation, with, .. } = listing;
        let Some(known) = contract.operation(operation) else { continue };
        let limited = contract.paging(known).is_some_and(|paging| paging.limit.is_some() && paging.list.is_some());
        let parameters: Map<String, Value> =
            with.iter().map(|(name, expression)| ((*name).to_owned(), search(expression, &Value::Null))).collect();
        let lacks = |member: &contract::Member| member.required && !parameters.contains_key(&member.name);
        if limited && !contract.parameters(known).iter().any(lacks) && seen.insert(operation) {
            lists.push(List { operation, parameters });
        }
    }
    lists
}

struct Walk<'a> {
    runner: &'a StepRunner,
    list: &'a List,
    paging: Paging<'a>,
}

impl Walk<'_> {
    async fn run(&self) {
        let Some(limit) = self.paging.limit else { return };
        let (whole, outcome) = self.call(None, Purpose::Call, false).await;
        self.runner.polled(whole).await;
        let CallOutcome::Success(response) = outcome else { return };
        let elements = self.paging.length(&response);
        let is_walkable = self.paging.next_token(&response).is_none()
            && elements <= LONGEST
            && u64::try_from(elements).is_ok_and(|elements| elements > self.paging.smallest);
        if !is_walkable {
            return;
        }
        tracing::debug!(operation = self.list.operation, limit, elements, "page by page");
        let mut token: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let (page, outcome) = self.call(token.as_deref(), Purpose::Page, true).await;
            self.runner.polled(page).await;
            let CallOutcome::Success(response) = outcome else { break };
            let next = self.paging.next_token(&response).map(str::to_owned);
            if next.is_none() || next == token {
                break;
            }
            token = next;
        }
        let (again, _) = self.call(None, Purpose::Settled, false).await;
        self.runner.polled(again).await;
    }

    async fn call(&self, token: Option<&str>, purpose: Purpose, is_limited: bool) -> (Observation, CallOutcome) {
        let target = &self.runner.context.target;
        let mut parameters = self.list.parameters.clone();
        if let Some(limit) = self.paging.limit.filter(|_| is_limited) {
            parameters.insert(limit.to_owned(), self.paging.smallest.into());
        }
        if let Some(token) = token {
            parameters.insert(self.paging.token.to_owned(), token.into());
        }
        let call = PreparedCall::new(target, &self.runner.key, self.list.operation, Value::Object(parameters));
        call.send(target, &StepName::Action(self.list.operation.into()), purpose).await
    }
}
