//! Progress during a run, from the entries that the engine emits.

mod bar;
mod lines;
mod meter;
mod running;

pub use meter::{Progress, ProgressMode, ProgressNotes};
