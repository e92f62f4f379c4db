//! Descriptions of an operation, as text and as JSON.

mod describe;
mod evidence;
mod text;

pub use describe::show_json;
pub use evidence::{evidence_json, evidence_summary, show_evidence};
pub use text::show;
