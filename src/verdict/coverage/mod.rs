//! What the suites ask, action by action, and what an endpoint did with it: the compatibility table.

mod result;
mod suite;

pub use result::{ActionResult, Compatibility, Deviates, ErrorResult, ParameterResult};
pub use suite::{ActionCoverage, Coverage};
