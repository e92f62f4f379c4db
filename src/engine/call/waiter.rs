//! Waiters of AWS's model.

use contract::{Acceptor, WaiterState};
use scenario::WaiterResponse;

use crate::call::outcome::CallOutcome;

/// The state of a waiter after a response of this HTTP status (0: none): [`scenario::waiter_state`].
pub(crate) fn waiter_state(acceptors: &[Acceptor], status: u16, outcome: &CallOutcome) -> WaiterState {
    let response = match outcome {
        CallOutcome::Success(data) => WaiterResponse::Success(data),
        CallOutcome::Rejected(rejection) => WaiterResponse::Rejected(&rejection.error.code),
        CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => WaiterResponse::Nothing,
    };
    scenario::waiter_state(acceptors, status, response)
}
