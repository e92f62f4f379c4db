//! Coverage of the suites and results of an endpoint by action: on the screen, and as `reports/COMPATIBILITY.md`.

mod depth;
mod markdown;
mod markup;
mod text;

pub use depth::{DepthDocument, DepthView, depth_schema, write_depth, write_depth_json, write_depth_markdown};
pub use markdown::{CompatibilityPage, write_compatibility};
pub(crate) use markup::plain as table_text;
pub use text::{write_coverage, write_results};
