//! What was seen: the entries of a run as they happen, and their files on disk.
//!
//! Owns the run directory's format (`FORMAT.md` beside this file) and the removal of secrets from all that
//! is written. Nothing here judges: an [`Entry`] says what was asked and what came back.

mod directory;
mod entry;
mod exchange;
mod ids;
mod lines;
mod newest;
mod queue;
mod reader;
mod redact;
mod transcript;
mod writer;

pub use directory::{FORMAT, SuiteFiles};
pub use entry::{
    CleanUpOutcome, CleanedUp, EndpointHead, Entry, HookRun, Observation, Outcome, Purpose, RunHead, ScenarioKey,
    SdkVerdict, ServiceKind, Survivors, WaitEnd, Waited,
};
pub use exchange::{Body, Exchange, Failure, FailureKind, Request, Response};
pub use ids::{Location, ScenarioId, SpellingError, StepName, Subject};
pub use newest::{NewestError, newest_run};
pub use reader::{ReadError, RunReader};
pub use redact::{Redactor, Secret};
pub use transcript::{Run, StepRecord, Transcript, TranscriptReader, Transcripts};
pub use writer::{RunWriter, WriteError};
