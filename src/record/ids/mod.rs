//! How scenarios, fixtures, steps and places in files are spelled in records, reports and fingerprints: here alone.

mod location;
mod scenario_id;
mod step_name;
mod subject;

pub use location::{Location, Place};
pub use scenario_id::{FixtureId, ScenarioId};
pub use step_name::StepName;
pub use subject::Subject;
