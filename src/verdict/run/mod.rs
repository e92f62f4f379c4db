//! The judgement of a run, scenario by scenario.

mod judge;
mod judged_run;
mod pairing;
mod ruling;
mod settle;
mod tally;

pub use judge::judge;
pub use judged_run::{Judge, JudgedRun};
pub(crate) use ruling::rule_again;
