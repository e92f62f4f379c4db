//! Descriptions of an operation, as text and as JSON.

mod describe;
mod text;

pub use describe::show_json;
pub use text::show;
