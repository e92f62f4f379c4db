//! JUnit as CI servers read it: flat suites, one `<failure>` a case, dotted ASCII class names.
//!
//! `reports/README.md` says what each reader shows.

mod case;
mod document;
mod flavor;
mod names;
mod text;

pub use document::{JunitError, write_junit};
pub use flavor::JunitFlavor;
