//! Headings in help texts.

/// Options that every command has.
pub const GLOBAL_OPTIONS: &str = "Global options";
