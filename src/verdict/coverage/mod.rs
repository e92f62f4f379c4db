//! What suites call, action by action, and how an endpoint responds: the compatibility table.

mod depth;
mod filters;
mod parameters;
mod result;
mod steps_run;
mod suite;
mod suite_steps;
mod surface;

pub use depth::{ActionDepth, Depth, Hole, HoleKind, SetDepth, Share};
pub use result::{
    ActionDeviation, ActionResult, ActionSummary, ActionTally, Compatibility, ErrorResult, ParameterResult,
};
pub use steps_run::{ActionOutcomes, ActionState, StepOutcome, StepRun, StepsRun};
pub use suite::{ActionCoverage, Coverage};
pub(crate) use suite_steps::of_suite;
pub use surface::{ApiSurface, SurfacePart, surfaces};
