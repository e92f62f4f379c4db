//! Entries for deviations that are not known yet, for a person to complete. Reasons are never guessed.
//!
//! Findings are gathered by where they are: an action that does not exist, an error code, the members of a structure, an
//! expression. One entry takes all values that were found there, so that it covers every finding that it was made from.

mod entry;
mod file;
mod gather;
mod place;
mod value;
mod yaml;

pub(crate) use entry::{NO_REASON, NO_WIDE};
pub use file::{new_baseline, new_file};
pub use gather::draft;
