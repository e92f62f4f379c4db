//! The summary at the end of a run, for an operator at a terminal or in a CI log.
//!
//! Written with ANSI styles throughout: the caller's stream (`anstream`) takes them out where nobody wants them.

mod areas;
mod closing;
mod findings;
mod heading;
pub(crate) mod page;
mod scores;
mod screen;
mod summary;

pub use screen::Screen;
pub use summary::write_summary;
