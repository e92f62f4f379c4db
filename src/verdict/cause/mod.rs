//! Findings grouped by cause, over scenarios: a missing action is one cause, and so is a failed create with everything that
//! could not be run because of it.

mod follow;
mod group;
mod key;
mod title;

pub(crate) use follow::leaders;
pub use group::{BlockedStep, Cause, Sighting, causes};
pub(crate) use title::title;
