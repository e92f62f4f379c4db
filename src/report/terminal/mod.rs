//! The summary at the end of a run, in a terminal or a CI log.

mod areas;
mod causes;
mod closing;
mod findings;
mod fixes;
mod heading;
pub(crate) mod page;
mod scores;
mod screen;
mod summary;

pub use screen::Screen;
pub use summary::write_summary;
