//! Polling: when to ask again, and what AWS's waiters make of an answer.

use std::time::Duration;

use contract::{Acceptor, Matcher, WaiterState};
use scenario::{Expression, Scope};
use serde_json::Value;
use tokio::time::Instant;

use crate::step::call::Reply;

/// The first pause between two calls. AWS's waiters begin with their full delay, 15 seconds for most; a
/// cloud that is done sooner should not have to wait for us.
const FIRST_PAUSE: Duration = Duration::from_millis(150);
/// How much longer each pause is than the one before.
const GROWTH: f64 = 1.5;

/// The pauses between the calls of one wait: short at first, growing to a ceiling, with jitter so that
/// scenarios that began together do not ask together, and never past the deadline.
#[derive(Debug)]
pub(crate) struct Pauses {
    next: Duration,
    ceiling: Duration,
    deadline: Instant,
}

impl Pauses {
    /// Pauses up to `ceiling`, until `deadline`.
    pub(crate) fn new(ceiling: Duration, deadline: Instant) -> Self {
        Pauses { next: FIRST_PAUSE.min(ceiling), ceiling, deadline }
    }

    /// Waits for the next call's time, or says `false` when the deadline has come.
    pub(crate) async fn pause(&mut self) -> bool {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        tokio::time::sleep(self.next.mul_f64(0.75 + 0.5 * fastrand::f64()).min(left)).await;
        self.next = self.next.mul_f64(GROWTH).min(self.ceiling);
        true
    }
}

/// What an answer means to a waiter, by the first acceptor that matches.
///
/// An error that no acceptor expects ends the wait, as in AWS's SDKs.
pub(crate) fn waiter_state(acceptors: &[Acceptor], status: u16, reply: &Reply) -> WaiterState {
    for acceptor in acceptors {
        if matches(&acceptor.matcher, status, reply) {
            return acceptor.state;
        }
    }
    match reply {
        Reply::Success(_) => WaiterState::Retry,
        _ => WaiterState::Failure,
    }
}

fn matches(matcher: &Matcher, status: u16, reply: &Reply) -> bool {
    match (matcher, reply) {
        (Matcher::Status(expected), _) => status == *expected,
        (Matcher::Error(code), Reply::Refused(error)) => error.code == *code,
        (Matcher::Path { argument, expected }, Reply::Success(answer)) => search(argument, answer) == *expected,
        (Matcher::PathAll { argument, expected }, Reply::Success(answer)) => {
            let found = search(argument, answer);
            found.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(|item| item == expected))
        }
        (Matcher::PathAny { argument, expected }, Reply::Success(answer)) => {
            search(argument, answer).as_array().is_some_and(|list| list.contains(expected))
        }
        _ => false,
    }
}

/// The value of a JMESPath of the contract; null where it cannot be evaluated on this answer.
pub(crate) fn search(expression: &str, data: &Value) -> Value {
    Expression::parse(expression)
        .ok()
        .and_then(|expression| expression.evaluate(data, &Scope::default()).ok())
        .unwrap_or(Value::Null)
}
