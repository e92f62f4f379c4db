//! The expect oracle: the expectations that the scenario states for a step.
//!
//! `step` puts together what a step expects: that the call succeeds or is rejected (`outcome`), that a wait ends (`wait`), and
//! what it states of the response (`stated`).

mod outcome;
mod stated;
mod step;
mod wait;

pub(crate) use outcome::states_http_only;
pub(crate) use step::{judge, of_output, of_pages, outcome, together};
