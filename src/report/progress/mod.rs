//! What a run is doing, while it lasts: a consumer of the engine's entries.

mod bar;
mod lines;
mod meter;
mod running;

pub use meter::{Progress, ProgressMode};
