//! Findings put together by what causes them, over scenarios: an action that does not exist is one cause, and so is a
//! failed create with all that it kept from being asked.

mod follow;
mod group;
mod key;
mod title;

pub(crate) use follow::leaders;
pub use group::{BlockedStep, Cause, Sighting, causes};
