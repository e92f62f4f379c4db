//! Once a run, lists of the account are described without pages, page by page, and without pages again.
//!
//! This is done after the scenarios and before the fixtures of the run are deleted: nothing of the run changes then, and
//! the lists are as long as they get.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::tables;
use contract::{Contract, Paging};
use record::{Attempt, Observation, Outcome, Purpose, RunCheck, StepName, Subject};
use serde_json::{Map, Value};

use crate::call::{CallOutcome, PreparedCall};
use crate::context::RunContext;
use crate::evaluate::describing_call;
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
    paging: Paging<'static>,
}

/// Reads page by page the lists of the account of which a response of the run had more elements than the smallest page.
pub(crate) async fn pages(context: &Arc<RunContext>) {
    let target = &context.target;
    let is_made = target.endpoint.profile().run_checks.pages && matches!(*context.phase, Phase::Whole);
    if !is_made || context.target.stop.is_cancelled() {
        return;
    }
    let mut described = lists(target.contract);
    described.retain(|list| target.sightings.longest(list.operation) > list.paging.smallest);
    if described.is_empty() {
        return;
    }
    let runner = StepRunner::new(context.clone(), target.key(&Subject::RunCheck(RunCheck::Pages), Attempt::FIRST));
    runner.started().await;
    let walks = async {
        for list in &described {
            Walk { runner: &runner, list }.run().await;
        }
    };
    tokio::select! {
        () = walks => {}
        () = context.target.stop.cancelled() => {}
    }
    runner.ended(Outcome::Completed).await;
}

/// The lists of everything of a kind that an account has, where AWS limits their pages.
fn lists(contract: &'static Contract) -> Vec<List> {
    let mut seen: BTreeSet<&'static str> = BTreeSet::new();
    let mut lists = Vec::new();
    for listing in tables::lifecycles().filter_map(|row| tables::listing(&row.kind)) {
        let Some((operation, parameters)) = describing_call(contract, &listing) else { continue };
        let limited = contract.paging(operation).filter(|paging| paging.limit.is_some() && paging.list.is_some());
        if let Some(paging) = limited.filter(|_| seen.insert(listing.operation)) {
            lists.push(List { operation: listing.operation, parameters, paging });
        }
    }
    lists
}

struct Walk<'a> {
    runner: &'a StepRunner,
    list: &'a List,
}

impl Walk<'_> {
    async fn run(&self) {
        let Some(limit) = self.list.paging.limit else { return };
        let (whole, outcome) = self.call(None, Purpose::Call, false).await;
        self.runner.polled(whole).await;
        let CallOutcome::Success(response) = outcome else { return };
        let elements = self.list.paging.length(&response);
        let is_walkable = self.list.paging.next_token(&response).is_none()
            && elements <= LONGEST
            && u64::try_from(elements).is_ok_and(|elements| elements > self.list.paging.smallest);
        if !is_walkable {
            return;
        }
        tracing::debug!(operation = self.list.operation, limit, elements, "page by page");
        let mut token: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let (page, outcome) = self.call(token.as_deref(), Purpose::Page, true).await;
            self.runner.polled(page).await;
            let CallOutcome::Success(response) = outcome else { break };
            let next = self.list.paging.next_token(&response).map(str::to_owned);
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
        if let Some(limit) = self.list.paging.limit.filter(|_| is_limited) {
            parameters.insert(limit.to_owned(), self.list.paging.smallest.into());
        }
        if let Some(token) = token {
            parameters.insert(self.list.paging.token.to_owned(), token.into());
        }
        let call = PreparedCall::new(target, &self.runner.key, self.list.operation, Value::Object(parameters));
        call.send(target, &StepName::Action(self.list.operation.into()), purpose).await
    }
}
