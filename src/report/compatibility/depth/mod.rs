//! How deep a suite goes, action by action: a table on the screen, in Markdown and as JSON, and the largest holes.

mod columns;
mod document;
mod markdown;
mod screen;
mod summary;

pub use document::{DepthDocument, depth_schema, write_depth_json};
pub use markdown::write_depth_markdown;
pub use screen::{DepthView, write_depth};
