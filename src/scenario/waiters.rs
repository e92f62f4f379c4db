//! Waiters of AWS's model, over decoded responses.

use contract::{Acceptor, Matcher, WaiterState};
use serde_json::Value;

use crate::expression::search;

/// What a waiter sees of a response.
#[derive(Debug, Clone, Copy)]
pub enum WaiterResponse<'a> {
    /// A success, decoded.
    Success(&'a Value),
    /// The code of an error of the service.
    Rejected(&'a str),
    /// Neither: it cannot be read, or there is none.
    Nothing,
}

/// The state of a waiter after a response of this HTTP status (0: none), by the first acceptor that matches.
///
/// An error that no acceptor expects ends the wait, as in AWS's SDKs.
pub fn waiter_state(acceptors: &[Acceptor], status: u16, response: WaiterResponse<'_>) -> WaiterState {
    match (acceptors.iter().find(|acceptor| matches(&acceptor.matcher, status, response)), response) {
        (Some(acceptor), _) => acceptor.state,
        (None, WaiterResponse::Success(_)) => WaiterState::Retry,
        (None, _) => WaiterState::Failure,
    }
}

fn matches(matcher: &Matcher, status: u16, response: WaiterResponse<'_>) -> bool {
    match (matcher, response) {
        (Matcher::Status(expected), _) => status == *expected,
        (Matcher::Error(expected), WaiterResponse::Rejected(code)) => code == expected,
        (Matcher::Path { argument, expected }, WaiterResponse::Success(data)) => search(argument, data) == *expected,
        (Matcher::PathAll { argument, expected }, WaiterResponse::Success(data)) => {
            let found = search(argument, data);
            found.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(|item| item == expected))
        }
        (Matcher::PathAny { argument, expected }, WaiterResponse::Success(data)) => {
            search(argument, data).as_array().is_some_and(|list| list.contains(expected))
        }
        _ => false,
    }
}
