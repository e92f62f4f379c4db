//! Scores: how much of a suite works on an endpoint, and how much is identical. `reports/README.md` documents the
//! arithmetic.

mod figure;
mod fixes;
mod scores;

pub use figure::{Score, Weight};
pub use fixes::{Fix, Gain, next_fixes};
pub use scores::{LevelScore, NamedScore, Scores, ShapeScore};
