//! What a run means: findings of a closed set of kinds, and a verdict for each scenario.
//!
//! Works from the record and the suite alone: no network, no clock, the same answer every time. One file an
//! oracle; `kinds.yaml` says what each kind of finding is.

mod cause;
pub mod change;
mod coverage;
mod finding;
mod known;
mod oracle;
mod reproduce;
mod run;
mod score;

pub use cause::{BlockedStep, Cause, Sighting, causes};
pub use coverage::{
    ActionCoverage, ActionResult, ActionSeen, ActionState, Asked, AskedStep, Compatibility, Coverage, Deviates,
    ErrorResult, ParameterResult, Part, StepAnswer, Surface, surfaces,
};
pub use finding::{
    Compared, Finding, FindingKind, Ignored, Judgement, Known, Oracle, Severity, Standing, Verdict, explain,
};
pub use known::{
    Deviation, EditError, EntrySeen, EntryState, KnownDeviations, KnownFile, KnownReport, Overlap, added, draft,
    known_schema, new_file, without,
};
pub use oracle::{ComparableStep, Comparables, Noise, References};
pub use run::{Judge, Judged, judge};
/// The area of the checks that are made from the contract alone: what they find, and their score, stands apart.
pub use scenario::GENERATED;
pub use score::{AreaScore, FIXTURES, Score, Scores};
