//! What changed between two judged runs of one cloud, before and after an upgrade, say.
//!
//! Pure: two sets of judgements and what each suite asked go in, and changes come out, with the causes of what
//! got worse. A scenario that was asked otherwise is never blamed, and what could not be judged on both sides is
//! lost coverage, not a change.

mod answers;
mod cause;
mod changes;
mod latency;
mod question;
mod scenario;
mod signed_rank;

pub use answers::AnswerChange;
pub use cause::{Cause, Failing};
pub use changes::{Changes, Side};
pub use latency::{Latencies, LatencyChange, Spread, Timing};
pub use question::Questions;
pub use scenario::{Change, ScenarioChange};
