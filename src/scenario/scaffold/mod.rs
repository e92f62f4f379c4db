//! Scaffolds: the text of a new scenario for an action, which loads without errors or warnings.

mod build;
mod created;
mod flow;
mod sample;

pub use build::{ScaffoldError, scaffold};
pub(crate) use flow::flow;
