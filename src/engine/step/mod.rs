//! One step: its calls, waits and hooks.

mod call;
mod hook;
mod pace;
mod perform;
mod raw;
mod wait;

pub(crate) use call::{PreparedCall, Reply, now_ms};
pub(crate) use pace::{Pauses, search, waiter_state};
pub(crate) use perform::{Halt, StepRunner, millis};
