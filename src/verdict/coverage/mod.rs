//! What the suites ask, action by action, and what an endpoint did with it: the compatibility table.

mod asked;
mod parameters;
mod result;
mod suite;
mod suite_steps;
mod surface;

pub use asked::{ActionSeen, ActionState, Asked, AskedStep, StepAnswer};
pub use result::{ActionResult, Compatibility, Deviates, ErrorResult, ParameterResult};
pub use suite::{ActionCoverage, Coverage};
pub(crate) use suite_steps::{StepsOf, of_suite, operation};
pub use surface::{Part, Surface, surfaces};
