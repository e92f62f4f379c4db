//! Asking: which scenarios, in which order, on which endpoints, step by step, and cleaning up after them.
//!
//! Owns the schedule, polling, fixtures, the operator's hooks, clean-up, the journal and the sweep. It emits
//! one stream of [`Entry`](crate::record::Entry) values and judges nothing: what it needs to know to go on
//! (did the call succeed, is the value there) it decides for itself, and no verdict follows from it.

mod ask;
mod cleanup;
mod deletion;
mod fixture;
mod hook;
mod journal;
mod keep;
mod ledger;
mod lost;
mod names;
mod needs;
mod plan;
mod play;
mod poll;
mod raw;
mod run;
mod step;
mod sweep;
mod target;
mod waiting;

pub use journal::JournalError;
pub use keep::{Keeper, Kept, KeptError, Part};
pub use names::RunName;
pub use needs::missing;
pub use plan::{Plan, PlannedCreation, PlannedSkip};
pub use run::{Ended, Options, RunError, run};
pub use sweep::{Sweep, SweepError, Swept};
