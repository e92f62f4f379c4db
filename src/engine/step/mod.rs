//! One step: its call, hand-made request, wait or hook.

mod client;
mod hook;
mod lifetime;
mod raw;
mod runner;
mod wait;

pub(crate) use runner::{Halt, StepRunner};
