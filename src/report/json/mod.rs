//! The JSON report: a documented, versioned format for programs.

mod document;
mod finding;
mod format;

pub use document::{document, schema, write_json};
pub use finding::{CauseEntry, FindingEntry, KnownEntry};
pub use format::{
    BlockedEntry, EndpointEntry, FORMAT, LevelEntry, NamedScoreEntry, NotRunEntry, ReferenceFinding, ReportDocument,
    RunEntry, ScenarioEntry, ScoreEntry, ScoresEntry,
};
