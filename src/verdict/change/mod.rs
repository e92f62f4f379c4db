//! Changes between two judged runs of one cloud, for example before and after an upgrade.
//!
//! Pure: takes two sets of judgements and digests of both suites, and returns changes with the causes of regressions. A
//! scenario that itself changed is never a regression, and one that could not be judged on both sides is lost coverage, not
//! a change.

mod cause;
mod changes;
mod digest;
mod latency;
mod responses;
mod scenario;
mod signed_rank;

pub use cause::ChangeCause;
pub use changes::{Changes, RunSide};
pub use digest::SuiteDigest;
pub use latency::{Latencies, LatencyChange, Spread, Timing};
pub use responses::ResponseChange;
pub use scenario::{ChangeKind, ScenarioChange};
