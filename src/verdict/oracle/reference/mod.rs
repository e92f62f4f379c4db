//! The fourth oracle: the same scenario on a reference, step by step.
//!
//! Answers are made comparable, never by hiding: ids stand for each other by where they are first met (`bindings`) and
//! have names by it (`names`), what varies by nature keeps its form (`form`), lists are aligned by identity (`align`),
//! and whatever differs and is passed over is told with the rule (`difference`).

mod align;
mod asked;
mod bindings;
mod comparability;
mod comparables;
mod compare;
mod deduplicate;
mod difference;
mod form;
mod leaf;
mod mask;
mod names;
mod noise;
mod outcome;
mod own;
mod path;
mod signature;
mod state;
mod store;
mod walk;
mod words;

pub use comparables::{ComparableStep, Comparables};
pub(crate) use compare::{Comparison, ScenarioRun, compare};
pub use noise::Noise;
pub(crate) use store::Packed;
pub use store::References;
