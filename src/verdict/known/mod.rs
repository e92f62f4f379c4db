//! Known deviations: `suites/known/<platform>.yaml`, what they cover in a run, and how the files are kept up.
//!
//! `suites/README.md` teaches the files, `reports/README.md` what reports make of them.

mod apply;
mod concern;
mod condition;
mod draft;
mod edit;
mod files;
mod inherit;
mod matcher;
mod model;
mod read;
mod report;
mod review;
mod schema;

pub use draft::{draft, new_file};
pub use edit::{EditError, added, without};
pub use model::{Deviation, KnownDeviations, KnownFile};
pub use report::{EntrySeen, EntryState, KnownReport, Overlap};
pub use schema::known_schema;
