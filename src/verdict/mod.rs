//! What a run means: findings of a closed set of kinds, and a verdict for each scenario.
//!
//! Works from the record and the suite alone: no network, no clock, the same answer every time. One file an
//! oracle; `kinds.yaml` says what each kind of finding is.

mod answer;
mod asked;
mod cause;
pub mod change;
mod contract;
mod coverage;
mod draft;
mod environment;
mod expect;
mod finding;
mod fingerprint;
mod judge;
mod kind;
mod known;
mod parameters;
mod place;
mod reference;
mod reproduce;
mod ruling;
mod run;
mod score;
mod sdk;
mod settle;
mod steps;
mod suite_steps;
mod surface;
mod transport;

/// The area of the checks that are made from the contract alone: what they find, and their score, stands apart.
pub use crate::scenario::GENERATED;
pub use asked::{ActionSeen, ActionState, Asked, AskedStep, StepAnswer};
pub use cause::{BlockedStep, Cause, Sighting, causes};
pub use coverage::{ActionCoverage, ActionResult, Compatibility, Coverage, Deviates, ErrorResult, ParameterResult};
pub use finding::{Compared, Finding, Ignored, Judgement, Known, Oracle, Severity, Standing, Verdict};
pub use judge::judge;
pub use kind::{FindingKind, explain};
pub use known::{
    Deviation, EditError, EntrySeen, EntryState, KnownDeviations, KnownFile, KnownReport, Overlap, added, draft,
    new_file, without,
};
pub use reference::{ComparableStep, Comparables, Noise, References};
pub use run::{Judge, Judged};
pub use score::{AreaScore, FIXTURES, Score, Scores};
pub use surface::{Part, Surface, surfaces};
