//! One call to an endpoint: parameters to a request, the response to an outcome; and polling.

mod outcome;
mod pauses;
mod prepared;
mod waiter;

#[cfg(test)]
pub(crate) use outcome::Rejection;
pub(crate) use outcome::{CallOutcome, may_mean_missing};
pub(crate) use pauses::Pauses;
pub(crate) use prepared::{PreparedCall, tag_type};
pub(crate) use waiter::waiter_state;
