//! Before a run everything of the account is listed, of the kinds that the run may create. After clean-up: everything of the account is described, and what is the run's and was overlooked is deleted.
//!
//! The journal has what responses reported. An endpoint can create something and refuse the call, revive what was
//! deleted, or leave what came with an instance: such resources are recognized by the run's tag, by generated names, by
//! their ids, or by the instance that they came with. What is new and has none of these is somebody else's, unless a response to
//! a call that creates its kind was lost.

mod check;
mod compare;
mod history;
mod inventory;
mod survey;

pub(crate) use check::{aftermath, sweep};
pub(crate) use inventory::take_inventory;
pub(crate) use survey::listing_operations;
