//! The entries of a run: the engine's event stream and, line by line, the recorded run.

mod clean_up;
mod client_run;
mod event;
mod inventory;
mod key;
mod observation;
mod outcome;
mod step_end;

pub use clean_up::{CleanUpOutcome, CleanedUp};
pub use client_run::{ClientRun, RefusalCause, RefusedRequest};
pub use event::Entry;
pub use inventory::Inventory;
pub use key::ScenarioKey;
pub use observation::{Observation, Purpose, SdkVerdict};
pub use outcome::Outcome;
pub use step_end::{HookRun, SentTogether, WaitEnd, Waited};
