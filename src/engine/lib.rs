//! Runs scenarios on endpoints, step by step, and deletes what they created.
//!
//! Owns the schedule, polling, fixtures, the operator's hooks, clean-up, the journal, the sweep and the checks of a run as a
//! whole. It emits one stream of [`Entry`](record::Entry) values and judges nothing: what it must know to go on (did the
//! call succeed, is the value there) it decides for itself, and no verdict follows from it.

mod aftermath;
mod call;
mod ceiling;
mod claim;
mod cleanup;
mod client;
mod context;
mod evaluate;
mod exclusions;
mod existing;
mod feedback;
mod fixture;
mod fresh;
mod lag;
mod lane;
mod names;
mod pages;
mod phase;
mod plan;
mod quota;
mod requirements;
mod rounds;
mod run;
mod scenario_run;
mod schedule;
mod shares;
mod sightings;
mod step;
mod stop;
mod switches;
mod target;
mod wait_memory;
mod whole_list;

pub use cleanup::{JournalError, LeftoverCreation, Restored, Sweep, SweepError, Swept, has_journal};
pub use client::{ClientOptions, find_clients};
pub use exclusions::{BadExclusion, excluded_by, stale_exclusions};
pub use feedback::Feedback;
pub use names::RunName;
pub use phase::{Phase, SurvivorCollector, Survivors, SurvivorsError};
pub use plan::{
    Billable, CallReason, IamPolicies, Plan, PlannedCreation, PlannedQuota, PlannedShard, PlannedSkip, PlannedTime,
};
pub use requirements::unmet_requirement;
pub use run::{Options, Resumption, RunEnd, RunError, run};
pub use shares::check_shares;
pub use stop::Stop;
