//! Reports of a judged run: terminal, JUnit, HTML, Markdown and JSON, each made from one [`Report`], and progress
//! during the run.
//!
//! Nothing here judges or sends requests. Counts, the exit code and the text of findings have one source ([`Counts`],
//! [`Exit`], `text::finding`), so that all formats agree. `reports/README.md` is the guide for readers.

// `ci/fuzz` compiles calls of its engine into every crate, this one's unit tests included, which therefore must be linked to it.
#[cfg(test)]
use bolero as _;

mod change;
mod checks;
mod clients;
mod compatibility;
mod file_names;
mod html;
pub mod json;
mod junit;
mod markdown;
mod matrix;
mod model;
mod progress;
mod recorded;
mod terminal;
mod text;
mod write;

pub use change::{
    Comparison, ComparisonDocument, ComparisonOutcome, comparison_document, comparison_schema, write_comparison,
    write_comparison_files, write_comparison_json, write_comparison_markdown,
};
pub use checks::write_annotations;
pub use compatibility::{
    CompatibilityPage, DepthDocument, DepthView, depth_schema, write_compatibility, write_coverage, write_depth,
    write_depth_json, write_depth_markdown, write_results,
};
pub use file_names::PAGE_FILE;
pub use html::{EvidenceSide, HtmlError, ScenarioEvidence, write_html};
pub use json::write_json;
pub use junit::{JunitError, JunitFlavor, write_junit};
pub use markdown::write_markdown;
pub use matrix::{
    MATRIX_FILES, Matrix, MatrixDocument, MatrixError, MatrixInput, MatrixKind, ReadReportError, matrix_schema,
    read_report, write_matrix, write_matrix_html, write_matrix_summary,
};
pub use model::{
    AreaCounts, ChangeLine, ChangeSummary, Counts, Direction, End, EndpointActions, EndpointFixes, EndpointSurface,
    Exit, Extras, FAIL_ON, KnownNote, KnownNotes, Leftover, Placement, ReferenceOrigin, Report, RunProblem,
    RunProblemKind,
};
pub use progress::{Load, Progress, ProgressMode, ProgressNotes};
pub use recorded::write_recorded;
pub use terminal::{Screen, write_summary};
pub use text::{counted, inventory_in_words};
pub use write::{OPTIONAL_FILES, OptionalFile, REPORT_FILES, ReportFile, ReportWriteError, WriteOptions, write_all};
