//! Known deviations: `suites/known/<platform>.yaml`, what they cover in a run, and changes of the files.
//!
//! `suites/README.md` explains the files, `reports/README.md` how reports show them.

mod apply;
mod breadth;
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
mod scope;
mod text_pattern;
mod value_pattern;
mod version;

pub use draft::{draft, new_baseline, new_file};
pub use edit::{EditError, added, baseline, without};
pub use model::{Deviation, KnownDeviations, KnownFile};
pub use report::{EntryReport, EntryState, KnownReport, Overlap};
pub use schema::known_schema;
