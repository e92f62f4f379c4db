//! A run or a judgement from its beginning to its end.
//!
//! Owns what the subcommands share: where suites and endpoints are ([`Context`]), a live run ([`RunRequest`]), the
//! judgement of a recorded one ([`judge_run`]), the criteria both are judged by, and why either failed. Parses no
//! arguments and prints nothing but progress.

mod billing;
mod conformance;
mod context;
mod criteria;
mod drafts;
mod evidence;
mod failure;
mod interrupt;
mod judge;
mod leftovers;
mod live;
pub mod log;
mod observed;
mod recorded;
mod resume;
mod run;
mod secrets;
mod selection;

pub use billing::BillingGuard;
pub use conformance::Conformance;
pub use context::Context;
pub use criteria::{Criteria, known_deviations, known_in, noise, references};
pub use drafts::{WrittenDrafts, prepare_drafts, write_drafts};
pub use evidence::EvidenceReader;
pub use failure::{Failure, diagnostic_style};
pub use judge::{JudgedRun, RunJudge, judge_run, judge_runs};
pub use observed::{ObservedClient, observed_suite};
pub use recorded::{open, suite_of};
pub use run::{Overrides, RunRequest, RunResult, ShardRequest};
pub use secrets::redactor;
pub use selection::failed_in;
