//! The fourth oracle: the same scenario on a reference, step by step.
//!
//! Answers are made comparable, never by hiding: ids stand for each other by where they are first met (`bindings`) and
//! have names by it (`names`), what varies by nature keeps its form (`form`), lists are aligned by identity (`align`),
//! and whatever differs and is passed over is told with the rule (`difference`).

mod align;
mod asked;
mod bindings;
mod comparables;
mod compare;
mod covered;
mod difference;
mod form;
mod leaf;
mod mask;
mod names;
mod noise;
mod outcome;
mod own;
mod partners;
mod path;
mod signature;
mod standing;
mod state;
mod store;
mod walk;
mod words;

pub use comparables::{ComparableStep, Comparables};
pub(super) use compare::Comparison;
pub use noise::Noise;
pub(super) use partners::Partners;
pub use store::References;
