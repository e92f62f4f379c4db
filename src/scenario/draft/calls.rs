//! The calls of a client, as far as a scenario can make them.

use std::collections::HashMap;

use contract::{Contract, Operation, PathSegment, ResponseContent, check_parameters, is_read_only, tables, texts};
use record::{Observation, Purpose, STAND_IN};
use serde_json::{Map, Value};

/// How a call ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CallEnd {
    /// The decoded response.
    Success(Value),
    /// The error code.
    Rejected(String),
}

/// One call of a client.
#[derive(Debug, Clone)]
pub(crate) struct ClientCall<'c> {
    pub(crate) operation: &'c Operation,
    pub(crate) parameters: Map<String, Value>,
    pub(crate) status: u16,
    pub(crate) end: CallEnd,
    /// Parameters that were left out, with the reasons.
    pub(crate) without: Vec<String>,
}

impl ClientCall<'_> {
    pub(crate) fn is_same_request(&self, other: &ClientCall<'_>) -> bool {
        self.operation.name == other.operation.name && self.parameters == other.parameters
    }

    pub(crate) fn response(&self) -> Option<&Value> {
        match &self.end {
            CallEnd::Success(response) => Some(response),
            CallEnd::Rejected(_) => None,
        }
    }
}

/// The calls in the order in which they were made, without repetitions of what was rejected and further pages; and why others are
/// left out.
pub(crate) fn read<'c>(observations: &[&Observation], contract: &'c Contract) -> (Vec<ClientCall<'c>>, Vec<String>) {
    let mut ordered: Vec<&Observation> =
        observations.iter().copied().filter(|seen| seen.purpose == Purpose::Call).collect();
    ordered.sort_by_key(|seen| seen.attempts.first().map(|attempt| attempt.at_ms));
    let (mut calls, mut omitted): (Vec<ClientCall<'c>>, Vec<String>) = (Vec::new(), Vec::new());
    for observation in ordered {
        match call(observation, contract) {
            Ok(call) if is_further_page(&call, &calls, contract) => {}
            Ok(call) => {
                let is_repetition = |earlier: &ClientCall<'c>| {
                    matches!(earlier.end, CallEnd::Rejected(_))
                        && !is_read_only(&call.operation.name)
                        && earlier.is_same_request(&call)
                };
                if calls.last().is_some_and(is_repetition) {
                    calls.pop();
                }
                calls.push(call);
            }
            Err(reason) if omitted.contains(&reason) => {}
            Err(reason) => omitted.push(reason),
        }
    }
    drop_single_tokens(&mut calls);
    (calls, omitted)
}

fn call<'c>(observation: &Observation, contract: &'c Contract) -> Result<ClientCall<'c>, String> {
    let Some(action) = &observation.operation else { return Err("a request without an action".to_owned()) };
    let Some(operation) = contract.operation(action) else {
        return Err(format!("{action}: AWS's model does not have it"));
    };
    if tables::untracked(action).is_some_and(|row| row.sort == tables::UntrackedSort::Irrevocable) {
        return Err(format!("{action}: it cannot be undone"));
    }
    let response = observation.last().filter(|last| last.failure.is_none()).and_then(|last| last.response.as_ref());
    let Some(response) = response else { return Err(format!("{action}: it had no complete response")) };
    let end = match contract::read_response(contract, Some(operation), response.status, &response.body.0) {
        ResponseContent::Success(decoded) => CallEnd::Success(decoded.value),
        ResponseContent::UntypedSuccess(value) => CallEnd::Success(value),
        ResponseContent::ServiceError(error) => {
            let is_missing = tables::action_may_be_missing(response.status, &error.code, &error.message);
            if response.status >= 500 || is_missing || !tables::is_known_error_code(&error.code) {
                return Err(format!("{action}: it was rejected with {}", error.code));
            }
            CallEnd::Rejected(error.code)
        }
        ResponseContent::Redirect | ResponseContent::Unreadable(_) => {
            return Err(format!("{action}: its response cannot be read"));
        }
    };
    let (parameters, without) = parameters(observation, operation, contract)?;
    Ok(ClientCall { operation, parameters, status: response.status, end, without })
}

/// The parameters that AWS's model has and the recorded run holds, and why others are left out.
fn parameters(
    observation: &Observation,
    operation: &Operation,
    contract: &Contract,
) -> Result<(Map<String, Value>, Vec<String>), String> {
    let mut kept = observation.parameters.as_object().cloned().unwrap_or_default();
    let mut without = Vec::new();
    kept.retain(|name, value| {
        let is_redacted = texts(value).any(|text| text.contains(STAND_IN));
        if is_redacted {
            without.push(format!("{name}: recorded runs do not hold it"));
        }
        !is_redacted
    });
    loop {
        let problems = check_parameters(contract, operation, &Value::Object(kept.clone()));
        let Some(problem) = problems.first() else { return Ok((kept, without)) };
        let Some(PathSegment::Member(name)) = problem.path.first() else {
            return Err(format!("{}: {}", operation.name, problem.message));
        };
        if kept.shift_remove(name).is_none() {
            return Err(format!("{}: {}", operation.name, problem.message));
        }
        without.push(format!("{}: {}", problem.place(), problem.message));
    }
}

/// Whether a call gets the page after that of an earlier one.
fn is_further_page(call: &ClientCall<'_>, earlier: &[ClientCall<'_>], contract: &Contract) -> bool {
    let Some(paging) = contract.paging(call.operation) else { return false };
    let parameters = Value::Object(call.parameters.clone());
    let Some(token) = paging.sent_token(&parameters) else { return false };
    let of_action = earlier.iter().filter(|one| one.operation.name == call.operation.name);
    // The pages between them are left out.
    of_action.filter_map(ClientCall::response).any(|response| paging.next_token(response).is_some())
        && !token.is_empty()
}

/// Drops idempotency tokens that one call alone has: SDKs make them.
fn drop_single_tokens(calls: &mut [ClientCall<'_>]) {
    let mut times: HashMap<Value, usize> = HashMap::new();
    for call in calls.iter() {
        for token in call.operation.idempotency_tokens.iter().filter_map(|name| call.parameters.get(name)) {
            *times.entry(token.clone()).or_default() += 1;
        }
    }
    for call in calls {
        for name in &call.operation.idempotency_tokens {
            if call.parameters.get(name).is_some_and(|token| times.get(token) == Some(&1)) {
                call.parameters.shift_remove(name);
            }
        }
    }
}
