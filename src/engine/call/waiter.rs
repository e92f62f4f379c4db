//! Waiters of AWS's model.

use contract::{Acceptor, Matcher, WaiterState};

use crate::call::outcome::CallOutcome;
use crate::evaluate::search;

/// The state of a waiter after a response of this HTTP status (0: none), by the first acceptor that matches.
///
/// An error that no acceptor expects ends the wait, as in AWS's SDKs.
pub(crate) fn waiter_state(acceptors: &[Acceptor], status: u16, outcome: &CallOutcome) -> WaiterState {
    for acceptor in acceptors {
        if matches(&acceptor.matcher, status, outcome) {
            return acceptor.state;
        }
    }
    match outcome {
        CallOutcome::Success(_) => WaiterState::Retry,
        _ => WaiterState::Failure,
    }
}

fn matches(matcher: &Matcher, status: u16, outcome: &CallOutcome) -> bool {
    match (matcher, outcome) {
        (Matcher::Status(expected), _) => status == *expected,
        (Matcher::Error(code), CallOutcome::Rejected(rejection)) => rejection.error.code == *code,
        (Matcher::Path { argument, expected }, CallOutcome::Success(data)) => search(argument, data) == *expected,
        (Matcher::PathAll { argument, expected }, CallOutcome::Success(data)) => {
            let found = search(argument, data);
            found.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(|item| item == expected))
        }
        (Matcher::PathAny { argument, expected }, CallOutcome::Success(data)) => {
            search(argument, data).as_array().is_some_and(|list| list.contains(expected))
        }
        _ => false,
    }
}
