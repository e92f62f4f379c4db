//! What a run would call, create and require, determined without a network.

mod actions;
mod at_once;
mod creations;
mod endpoint_plan;
mod parts;
mod policy;
mod text;
mod time;

pub use actions::CallReason;
pub use at_once::{Billable, PlannedQuota};
pub use creations::PlannedCreation;
pub use endpoint_plan::{Plan, PlannedShard, PlannedSkip};
pub use policy::IamPolicies;
pub use time::PlannedTime;
