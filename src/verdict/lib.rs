//! The judgement of recorded runs: findings of a closed set of kinds, and a verdict for each scenario.
//!
//! Takes a recorded run and its suite alone: no network, no clock, and always the same result. One file per oracle;
//! `kinds.yaml` describes each kind of finding.

// `ci/fuzz` compiles calls of its engine into every crate, this one's unit tests included, which therefore must be linked to it.
#[cfg(test)]
use bolero as _;

mod cause;
pub mod change;
mod coverage;
mod finding;
mod known;
mod oracle;
mod owner;
mod reproduce;
mod run;
mod score;

pub use cause::{BlockedStep, Cause, Sighting, causes};
pub use coverage::{
    ActionCoverage, ActionDepth, ActionDeviation, ActionOutcomes, ActionResult, ActionState, ActionSummary,
    ActionTally, ApiSurface, Compatibility, Coverage, Depth, ErrorResult, Hole, HoleKind, ParameterResult, SetDepth,
    Share, StepOutcome, StepRun, StepsRun, SurfacePart, surfaces,
};
pub use finding::{
    AttemptResult, Compared, Dimension, Disposition, Finding, FindingClass, FindingKind, Ignored, Judgement, KnownMark,
    Oracle, Severity, Verdict, explain,
};
pub use known::{
    Deviation, EditError, EntryReport, EntryState, KnownDeviations, KnownFile, KnownReport, Overlap, added, baseline,
    draft, known_schema, new_baseline, new_file, without,
};
pub use oracle::{ComparableStep, Comparables, Noise, References};
pub use run::{Judge, RunJudgements, judge};
/// The area of generated checks, which are reported and scored apart from the scenarios.
pub use scenario::GENERATED;
pub use score::{Fix, Gain, LevelScore, NamedScore, Score, Scores, ShapeScore, Weight, next_fixes};
