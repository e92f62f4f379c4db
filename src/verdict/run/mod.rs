//! The judgement of a run, scenario by scenario.

mod judge;
mod judged;
mod pairing;
mod ruling;
mod settle;
mod steps;

pub(crate) use judge::halts;
pub use judge::judge;
pub use judged::{Judge, Judged};
pub(crate) use ruling::rule_again;
pub(crate) use steps::{Owner, StepName};
