//! What the suites ask and what an endpoint did with it, as a table: on the screen, and as the page
//! `reports/COMPATIBILITY.md`.

mod markdown;
mod markup;
mod text;

pub use markdown::{Subject, write_compatibility};
pub use text::{write_coverage, write_results};
