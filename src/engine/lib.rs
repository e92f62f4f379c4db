//! Asking: which scenarios, in which order, on which endpoints, step by step, and cleaning up after them.
//!
//! Owns the schedule, polling, fixtures, the operator's hooks, clean-up, the journal and the sweep. It emits
//! one stream of [`Entry`](record::Entry) values and judges nothing: what it needs to know to go on
//! (did the call succeed, is the value there) it decides for itself, and no verdict follows from it.

mod cleanup;
mod fixture;
mod names;
mod needs;
mod plan;
mod play;
mod run;
mod step;
mod survivors;
mod target;

pub use cleanup::{JournalError, Sweep, SweepError, Swept};
pub use names::RunName;
pub use needs::missing;
pub use plan::{Plan, PlannedCreation, PlannedSkip};
pub use run::{Ended, Options, RunError, run};
pub use survivors::{Keeper, Kept, KeptError, Phase};
