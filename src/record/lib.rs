//! Recorded runs: the entries of a run as they happen, and their files on disk.
//!
//! Owns the run directory's format (`FORMAT.md` beside this file), the spelling of ids and the redaction of secrets in
//! everything that is written. Nothing here judges: an [`Entry`] has the requests that were sent and the responses that
//! were received.
//!
//! A run is written while it goes on, and read entry by entry or scenario by scenario:
//!
//! ```
//! use record::{
//!     Attempt, EndpointHead, Entry, FORMAT, Outcome, Redactor, Run, RunHead, RunWriter, ScenarioKey, ServiceKind,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let head = RunHead {
//!     format: FORMAT,
//!     run: "ec2c-0a1b".to_owned(),
//!     at_ms: record::now_ms(),
//!     tool: "0.1.0".to_owned(),
//!     suite: "0.1.0+4f2a".to_owned(),
//!     endpoints: vec![EndpointHead {
//!         name: "cloud".to_owned(),
//!         url: "https://ec2.cloud.example/".to_owned(),
//!         region: "RegionOne".to_owned(),
//!         api_version: "2016-11-15".to_owned(),
//!         service_kind: ServiceKind::Cloud,
//!         facts: Default::default(),
//!         omit_parameters: Vec::new(),
//!     }],
//!     selected: vec!["vpc/lifecycle".parse()?],
//!     survivors: None,
//!     course: Default::default(),
//!     resumed_at_ms: Vec::new(),
//!     shard: None,
//! };
//! # let folder = tempfile::tempdir()?;
//! # let directory = folder.path().join("run");
//! let (endpoint, scenario) = ("cloud".to_owned(), "vpc/lifecycle".parse()?);
//! let key = ScenarioKey { endpoint, scenario, attempt: Attempt::FIRST };
//! let mut writer = RunWriter::create(&directory, &head, Redactor::new([], ["KeyMaterial"]), None)?;
//! writer.write(Entry::RunStarted(Box::new(head)));
//! writer.write(Entry::ScenarioStarted { key: key.clone(), at_ms: 1_000 });
//! writer.write(Entry::ScenarioEnded { key, at_ms: 1_500, outcome: Outcome::Completed });
//! writer.write(Entry::RunEnded { at_ms: 2_000, interrupted: false });
//! writer.finish()?;
//!
//! let run = Run::read(&directory)?;
//! assert_eq!(run.transcripts[0].elapsed_ms(), 500);
//! assert_eq!(run.ended, Some((2_000, false)));
//! # Ok(())
//! # }
//! ```

// `ci/fuzz` compiles calls of its engine into every crate, this one's unit tests included, which therefore must be linked to it.
#[cfg(test)]
use bolero as _;

mod attempt;
mod blocked;
mod clock;
mod command_line;
mod directory;
mod entry;
mod exchange;
mod file;
mod head;
mod ids;
mod lines;
mod merge;
mod newest;
mod queue;
mod reader;
mod redact;
mod resume;
mod run_check;
mod run_name;
mod shard;
mod spelling;
mod tag;
mod transcript;
mod writer;

pub use attempt::Attempt;
pub use blocked::{AbsentMember, BlockedReason};
pub use clock::{millis, now_ms};
pub use command_line::{CommandLine, ENDPOINTS_FILE, PlaceOptions, program_name, shell_word};
pub use directory::{FORMAT, OLDEST_FORMAT, SuiteFiles, has_ended, has_run};
pub use entry::{
    CleanUpOutcome, CleanedUp, ClientRun, Entry, HookRun, Inventory, Observation, Outcome, Purpose, RefusalCause,
    RefusedRequest, ScenarioKey, SdkVerdict, SentTogether, WaitEnd, Waited,
};
pub use exchange::{Body, Exchange, FailureKind, Request, Response, TransportFailure};
pub use file::write_atomically;
pub use head::{Course, EndpointHead, RunHead, ServiceKind, SurvivorRole};
pub use ids::{FixtureId, Location, Place, ScenarioId, StepName, Subject};
pub use merge::{MergeError, Merged, MergedShard, ShardEnd, merge, merged_shards, shard_directories};
pub use newest::{NewestError, newest_run, runs};
pub use reader::{ReadError, RunReader};
pub use redact::{Redactor, STAND_IN, Secret};
pub use resume::ResumeError;
pub use run_check::RunCheck;
pub use run_name::{is_generated_name, is_of_run, run_name};
pub use shard::{Shard, ShardHead, shared_run_name};
pub use spelling::SpellingError;
pub use tag::{RUN_TAG_KEY, run_tag_value};
pub use transcript::{Run, StepRecord, Transcript, TranscriptReader, Transcripts};
pub use writer::{RunWriter, WriteError};
