//! The judgement of a run, scenario by scenario.

mod attempts;
mod judge;
mod pairing;
mod request_ids;
mod ruling;
mod run_checks;
mod run_judge;
mod settle;
mod shards;
mod tally;

pub use judge::judge;
pub(crate) use ruling::rule_again;
pub use run_judge::{Judge, RunJudgements};
