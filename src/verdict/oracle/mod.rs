//! The oracles, one file each; all take the same decoded call.

pub(crate) mod aftermath;
pub(crate) mod client;
pub(crate) mod contract;
mod decoded_call;
mod environment;
pub(crate) mod expect;
pub(crate) mod pages;
pub(crate) mod reference;
pub(crate) mod relations;
pub(crate) mod said_shown;
pub(crate) mod sdk;
mod step_context;
pub(crate) mod transport;

pub(crate) use decoded_call::DecodedCall;
pub use reference::{ComparableStep, Comparables, Noise, References};
pub(crate) use step_context::StepContext;
