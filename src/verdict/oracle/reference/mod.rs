//! The reference oracle: the same scenario on a reference, step by step.
//!
//! Responses are made comparable, and nothing is hidden: ids correspond by where they first occur (`bindings`) and are
//! named by it (`names`), of values that vary by nature only the form is compared (`form`), lists are aligned by identity
//! (`align`), and every difference that is ignored is reported with the rule (`difference`).

mod align;
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
mod ownership;
mod path;
mod request;
mod scenario_run;
mod signature;
mod state;
mod store;
mod walk;
mod words;

pub use comparables::Comparables;
pub(crate) use compare::{ScenarioComparison, compare};
pub use noise::Noise;
pub use scenario_run::ComparableStep;
pub(crate) use scenario_run::ScenarioRun;
pub(crate) use state::states;
pub(crate) use store::Packed;
pub use store::References;
