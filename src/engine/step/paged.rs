//! A call that is made page by page, with steps between its pages.

use contract::Paging;
use futures_util::future::BoxFuture;
use record::Purpose;
use scenario::{Call, Pages, Scope};
use serde_json::Value;

use crate::call::CallOutcome;
use crate::pages::NextPage;
use crate::step::after::go_on;
use crate::step::halt::{Halt, Stopped};
use crate::step::place::StepPlace;
use crate::step::runner::StepRunner;

impl StepRunner {
    /// Calls for page after page, and saves from all of them as one response.
    pub(crate) async fn paged(
        &self,
        place: StepPlace<'_>,
        call: &Call,
        pages: Pages,
        scope: &mut Scope,
    ) -> Result<(), Stopped> {
        let (index, step, inner) = (place.index, place.step(), place.inner());
        let stopped = |halt, from| Stopped { halt, at: Some(index), from };
        let name = (place.naming)(index);
        let contract = self.context.target.contract;
        let paging = contract.operation(&call.operation).and_then(|operation| contract.paging(operation));
        let Some(paging) = paging else {
            let reason = format!("reads {} page by page, which this API version does not have", call.operation);
            return Err(stopped(Halt::failed(reason), inner.start));
        };
        let mut parameters = call.parameters.resolve(scope).map_err(|missing| stopped(missing.into(), index))?;
        let mut received: Vec<Value> = Vec::new();
        loop {
            let from = if received.is_empty() { inner.start } else { inner.end };
            let sent = self.call(&name, Purpose::Call, &call.operation, parameters.clone()).await;
            let (mut observation, outcome) = sent.map_err(|halt| stopped(halt, from))?;
            let next = match &outcome {
                CallOutcome::Success(response) => {
                    received.push(response.clone());
                    following(&paging, response, &parameters)
                }
                _ => None,
            };
            let is_first = received.len() == 1;
            let is_last = next.is_none() || received.len() >= pages.at_most;
            let ended = go_on(step, &outcome).map_err(|halt| stopped(halt, from));
            // Values are saved from all pages, so with the last one, and after the steps between them.
            let runs_between = is_first && ended.is_ok() && !inner.is_empty();
            if is_last && !runs_between {
                let whole = match &outcome {
                    CallOutcome::Success(_) => CallOutcome::Success(paging.joined(&received)),
                    other => other.clone(),
                };
                self.observed(observation, step, &whole, scope).await;
                return ended;
            }
            if runs_between && let Err(halt) = self.between(place, scope).await {
                // The list was not read to its end, so nothing can be expected of it.
                observation.purpose = Purpose::Poll;
                self.polled(observation).await;
                return Err(Stopped { halt, at: None, from: inner.end });
            }
            if is_last {
                self.observed(observation, step, &CallOutcome::Success(paging.joined(&received)), scope).await;
                return Ok(());
            }
            self.polled(observation).await;
            if let (Some(token), Some(parameters)) = (next, parameters.as_object_mut()) {
                parameters.insert(paging.token.to_owned(), token.into());
            }
        }
    }

    /// Calls for the page after the response of a step, and records it. Nothing else depends on it.
    pub(crate) async fn follow(&self, next: NextPage) {
        let NextPage { step, operation, parameters } = next;
        if let Ok((page, _)) = self.call(&step, Purpose::Page, &operation, parameters).await {
            self.polled(page).await;
        }
    }

    /// Runs the steps between pages. They may be any, so this calls itself in the end.
    fn between<'s>(&'s self, place: StepPlace<'s>, scope: &'s mut Scope) -> BoxFuture<'s, Result<(), Halt>> {
        Box::pin(async move { self.range(place.naming, place.steps, place.inner(), scope).await })
    }
}

/// The token for the page after a response; absent after the last one, and where the same token came again.
fn following(paging: &Paging<'_>, response: &Value, sent: &Value) -> Option<String> {
    let next = paging.next_token(response)?;
    (Some(next) != paging.sent_token(sent)).then(|| next.to_owned())
}
