//! Progress during a run, from the entries that the engine emits.

mod bar;
mod lines;
mod meter;
mod outlook;
mod running;

pub use meter::{Progress, ProgressMode, ProgressNotes};
pub use outlook::Load;
