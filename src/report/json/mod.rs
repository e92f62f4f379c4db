//! The JSON report: a documented, versioned format for programs.

mod action;
mod document;
mod finding;
mod format;
mod score;

pub use action::{ActionEntry, ActionsEntry};
pub(crate) use document::write;
pub use document::{document, schema, write_json};
pub use finding::{CauseEntry, FindingEntry, KnownEntry};
pub use format::{
    AttemptEntry, BlockedEntry, CourseEntry, EndpointEntry, FORMAT, NotRunEntry, ReferenceFinding, ReportDocument,
    RunEntry, ScenarioEntry,
};
pub(crate) use score::fixes as fix_entries;
pub use score::{FixEntry, FixesEntry, LevelEntry, NamedScoreEntry, ScoreEntry, ScoresEntry};
