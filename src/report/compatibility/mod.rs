//! Coverage of the suites and results of an endpoint by action: on the screen, and as `reports/COMPATIBILITY.md`.

mod markdown;
mod markup;
mod text;

pub use markdown::{CompatibilityPage, write_compatibility};
pub(crate) use markup::plain as table_text;
pub use text::{write_coverage, write_results};
