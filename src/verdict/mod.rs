//! What a run means: findings of a closed set of kinds, and a verdict for each scenario.
//!
//! Works from the record and the suite alone: no network, no clock, the same answer every time. One file an
//! oracle; `kinds.yaml` says what each kind of finding is.

mod answer;
mod contract;
mod draft;
mod environment;
mod expect;
mod finding;
mod fingerprint;
mod judge;
mod kind;
mod reproduce;
mod ruling;
mod run;
mod sdk;
mod steps;
mod transport;

pub use finding::{Finding, Judgement, Oracle, Severity, Verdict};
pub use judge::judge;
pub use kind::{FindingKind, explain};
pub use run::Judge;
