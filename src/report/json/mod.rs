//! The JSON report: a documented, versioned format for programs.

mod document;
mod format;

pub use document::{document, schema, write_json};
pub(crate) use document::{endpoint, finding};
pub use format::{Blocked, Document, Endpoint, FORMAT, Finding, NotAsked, Run, Scenario};
