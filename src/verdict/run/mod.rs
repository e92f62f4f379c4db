//! The judgement of a run, scenario by scenario.

mod judge;
mod run_judge;
mod pairing;
mod ruling;
mod settle;
mod tally;

pub use judge::judge;
pub use run_judge::{Judge, RunJudgements};
pub(crate) use ruling::rule_again;
