//! How a comparison of two runs is shown: terminal, Markdown and JSON, and the change on top of a report.
//!
//! The first line of each is the same (`headline`): the one thing that whoever upgraded the cloud must know.
//! `tale` says what is told and in which order, `words` how.

mod circumstances;
mod comparison;
mod document;
mod extras;
mod format;
mod headline;
mod labels;
mod markdown;
mod outline;
mod terminal;
mod write;

pub use comparison::{Comparison, Outcome};
pub use document::{document as comparison_document, schema as comparison_schema, write_comparison_json};
pub use format::Comparison as ComparisonDocument;
pub use markdown::write_comparison_markdown;
pub use terminal::write_comparison;
pub use write::write_comparison_files;
