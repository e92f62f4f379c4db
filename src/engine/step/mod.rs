//! One step: its call, hand-made request, wait or hook; several at the same moment, or between pages.

mod after;
mod again;
mod client;
mod halt;
mod hook;
mod lifetime;
mod member;
mod paged;
mod place;
mod raw;
mod runner;
mod together;
mod wait;

pub(crate) use after::save;
pub(crate) use client::TIMEOUT as CLIENT_TIMEOUT;
pub(crate) use halt::Halt;
pub(crate) use hook::TIMEOUT as HOOK_TIMEOUT;
pub(crate) use runner::StepRunner;
pub(crate) use wait::UNTIL;
