//! A comparison of two runs: terminal, Markdown and JSON, and the change shown on top of a report.
//!
//! `outline` has the content of every format for people, in order; `labels` has the words, and the headline that every
//! format begins with.

mod comparison;
mod document;
mod format;
mod labels;
mod markdown;
mod outline;
mod summary;
mod terminal;
mod write;

pub use comparison::{Comparison, ComparisonOutcome};
pub use document::{document as comparison_document, schema as comparison_schema, write_comparison_json};
pub use format::ComparisonDocument;
pub use markdown::write_comparison_markdown;
pub use terminal::write_comparison;
pub use write::write_comparison_files;
