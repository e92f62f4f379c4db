//! One step: its call, hand-made request, wait or hook; several at the same moment, or between pages.

mod hook;
mod lifetime;
mod paged;
mod place;
mod raw;
mod runner;
mod together;
mod wait;

pub(crate) use runner::{Halt, StepRunner};
