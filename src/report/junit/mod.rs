//! JUnit, in the form that its readers read: flat suites, one `<failure>` a case, dotted ASCII class names.
//!
//! What each reader makes of it is told in `reports/README.md`.

mod case;
mod document;
mod names;
mod text;

pub use document::{JunitError, JunitFlavour, write_junit};
