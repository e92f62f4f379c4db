//! After clean-up: everything of the account is described, and what is the run's and was overlooked is deleted.
//!
//! The journal has what responses reported. An endpoint can create something and refuse the call, revive what was
//! deleted, or leave what came with an instance: such resources are recognized by the run's tag, by generated names, by
//! their ids, or by the instance that they came with.

mod check;
mod history;
mod survey;

pub(crate) use check::{aftermath, sweep};
pub(crate) use survey::operations_after;
