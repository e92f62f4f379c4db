//! One call to an endpoint: parameters to a request, the response to an outcome; and polling.

mod outcome;
mod pauses;
mod prepared;
mod waiter;

pub(crate) use outcome::{CallOutcome, Rejection, may_mean_missing};
pub(crate) use pauses::Pauses;
pub(crate) use prepared::PreparedCall;
pub(crate) use waiter::waiter_state;
