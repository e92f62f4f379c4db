//! Repeated calls of a client, recognized as waits.

use std::collections::HashSet;

use contract::{Contract, Matcher, Waiter, WaiterState, is_read_only, tables, texts};
use serde_json::Value;

use crate::draft::calls::{CallEnd, ClientCall};
use crate::draft::leaves::leaves;
use crate::draft::states::States;
use crate::waiters::{WaiterResponse, waiter_state};

/// How a step makes its call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// Once.
    Call,
    /// As the waiter of that name does.
    Wait(String),
    /// Until these expressions have these values.
    Until(Vec<(String, Value)>),
    /// Until it ends in this error.
    UntilError(String),
}

/// A step to be, with the last of its calls.
#[derive(Debug, Clone)]
pub(crate) struct Planned<'c> {
    pub(crate) call: ClientCall<'c>,
    pub(crate) form: Form,
}

/// What is known before a call.
#[derive(Debug, Default)]
struct Before {
    states: States,
    deleted: HashSet<String>,
}

/// One step for each call, and one for calls that were repeated.
pub(crate) fn plan<'c>(calls: Vec<ClientCall<'c>>, contract: &Contract) -> Vec<Planned<'c>> {
    let mut before = Before::default();
    let groups = calls.chunk_by(|one, next| is_read_only(&one.operation.name) && one.is_same_request(next));
    let mut planned = Vec::new();
    for polls in groups {
        let Some((last, earlier)) = polls.split_last() else { continue };
        let form = form(contract, &before, earlier, last);
        for call in polls {
            before.take(call);
        }
        planned.push(Planned { call: last.clone(), form });
    }
    planned
}

fn form(contract: &Contract, before: &Before, earlier: &[ClientCall<'_>], last: &ClientCall<'_>) -> Form {
    if !is_read_only(&last.operation.name) {
        return Form::Call;
    }
    let mut waiters: Vec<&Waiter> = contract
        .waiters()
        .filter(|waiter| waiter.operation == last.operation.name && state(waiter, last) == WaiterState::Success)
        .filter(|waiter| match earlier {
            [] => before.has_changed(waiter, last),
            earlier => earlier.iter().all(|poll| state(waiter, poll) == WaiterState::Retry),
        })
        .collect();
    // A state is more than existence.
    waiters.sort_by_key(|waiter| awaited(waiter).is_none());
    if let Some(waiter) = waiters.first() {
        return Form::Wait(waiter.name.clone());
    }
    match &last.end {
        _ if earlier.is_empty() => Form::Call,
        CallEnd::Rejected(code) if earlier.iter().any(|poll| poll.response().is_some()) => {
            Form::UntilError(code.clone())
        }
        CallEnd::Rejected(_) => Form::Call,
        CallEnd::Success(response) => match reached(earlier, response) {
            conditions if conditions.is_empty() => Form::Call,
            conditions => Form::Until(conditions),
        },
    }
}

fn state(waiter: &Waiter, call: &ClientCall<'_>) -> WaiterState {
    let response = match &call.end {
        CallEnd::Success(response) => WaiterResponse::Success(response),
        CallEnd::Rejected(code) => WaiterResponse::Rejected(code),
    };
    waiter_state(&waiter.acceptors, call.status, response)
}

/// The state that a waiter waits for, where it is one.
fn awaited(waiter: &Waiter) -> Option<&str> {
    let success = waiter.acceptors.iter().filter(|acceptor| acceptor.state == WaiterState::Success);
    success.into_iter().find_map(|acceptor| match &acceptor.matcher {
        Matcher::Path { expected, .. } | Matcher::PathAll { expected, .. } | Matcher::PathAny { expected, .. } => {
            expected.as_str()
        }
        Matcher::Error(_) | Matcher::Status(_) => None,
    })
}

/// What the last response shows and none before it did.
fn reached(earlier: &[ClientCall<'_>], last: &Value) -> Vec<(String, Value)> {
    let shown: Vec<_> = earlier.iter().filter_map(ClientCall::response).map(leaves).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let is_new = |expression: &str, value: &Value| {
        let known =
            shown.iter().flatten().filter(|leaf| leaf.is_single() && leaf.expression(&|_, _| None) == expression);
        let mut values = known.map(|leaf| leaf.value).peekable();
        values.peek().is_some() && values.all(|known| known != value)
    };
    let is_word = |value: &Value| match value {
        Value::Bool(_) => true,
        Value::String(text) => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
        _ => false,
    };
    let candidates = leaves(last).into_iter().filter(|leaf| leaf.is_single() && is_word(leaf.value));
    let conditions = candidates.map(|leaf| (leaf.expression(&|_, _| None), leaf.value.clone()));
    conditions.filter(|(expression, value)| is_new(expression, value)).take(2).collect()
}

impl Before {
    /// Whether the one call of a wait shows that the state was reached since it was shown last. A wait that is over at once calls
    /// only once.
    fn has_changed(&self, waiter: &Waiter, call: &ClientCall<'_>) -> bool {
        let ids: Vec<&str> = call.parameters.values().flat_map(texts).collect();
        match &call.end {
            CallEnd::Rejected(_) => ids.iter().any(|id| self.deleted.contains(*id)),
            CallEnd::Success(response) => {
                let now = States::of(&call.operation.name, response);
                ids.iter().any(|id| {
                    let (before, now) = (self.states.get(id), now.get(id));
                    before.is_some() && before != now && now.is_some() && now == awaited(waiter)
                })
            }
        }
    }

    fn take(&mut self, call: &ClientCall<'_>) {
        let Some(response) = call.response() else { return };
        self.states.extend(States::of(&call.operation.name, response));
        if let Some(deletes) = tables::deletes(&call.operation.name) {
            let values = deletes.parameters.iter().filter_map(|name| call.parameters.get(*name));
            self.deleted.extend(values.flat_map(texts).map(str::to_owned));
        }
    }
}
