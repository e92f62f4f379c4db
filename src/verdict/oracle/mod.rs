//! The oracles: one file each, all over the same decoded call.

mod answer;
pub(crate) mod contract;
mod environment;
pub(crate) mod expect;
pub(crate) mod reference;
pub(crate) mod sdk;
pub(crate) mod transport;

pub(crate) use answer::{Answer, DecodedCall};
pub use reference::{ComparableStep, Comparables, Noise, References};
