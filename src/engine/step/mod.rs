//! One step: its call, hand-made request, wait or hook.

mod again;
mod hook;
mod lifetime;
mod raw;
mod runner;
mod wait;

pub(crate) use hook::TIMEOUT as HOOK_TIMEOUT;
pub(crate) use runner::{Halt, StepRunner};
pub(crate) use wait::UNTIL;
