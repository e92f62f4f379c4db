//! An operation, for people and for programs.

mod describe;
mod text;

pub use describe::show_json;
pub use text::show;
