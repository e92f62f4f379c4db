//! One scenario on one endpoint: all oracles over its transcript, and the verdict.
//!
//! `assess` runs the judge of a scenario over its transcript. What that knows and files is in `scenario`; `steps`, `client` and
//! `fixtures` are what it does.

mod assess;
mod client;
mod fixtures;
mod scenario;
mod steps;

pub use assess::judge;
pub(crate) use assess::{Assessment, assess};
