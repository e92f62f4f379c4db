//! One step: its call, hand-made request, wait or hook; several at the same moment, or between pages.

mod again;
mod client;
mod hook;
mod lifetime;
mod paged;
mod place;
mod raw;
mod runner;
mod together;
mod wait;

pub(crate) use client::TIMEOUT as CLIENT_TIMEOUT;
pub(crate) use hook::TIMEOUT as HOOK_TIMEOUT;
pub(crate) use runner::{Halt, StepRunner};
pub(crate) use wait::UNTIL;
