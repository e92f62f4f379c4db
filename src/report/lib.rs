//! How a run is shown: terminal, JUnit and JSON, each made from one [`Report`], and progress while it lasts.
//!
//! Nothing here judges or asks. Counts, the exit code and the wording of findings are made once
//! ([`Counts`], [`Exit`], `finding_text`) and used by every format, so that all of them say the same.
//! `reports/README.md` is the reader's guide.

mod change;
mod compatibility;
mod html;
pub mod json;
mod junit;
mod markdown;
mod model;
mod progress;
mod recorded;
mod terminal;
mod text;
mod write;

pub use change::{
    Comparison, ComparisonDocument, Outcome, comparison_document, comparison_schema, write_comparison,
    write_comparison_files, write_comparison_json, write_comparison_markdown,
};
pub use compatibility::{Subject, write_compatibility, write_coverage, write_results};
pub use html::{Evidence, HtmlError, Side as EvidenceSide, write_html};
pub use json::write_json;
pub use junit::{JunitError, JunitFlavour, write_junit};
pub use markdown::write_markdown;
pub use model::{
    AreaCounts, Change, ChangeLine, Counts, Direction, End, EndpointScore, Exit, Extras, KnownNote, KnownNotes,
    Leftover, Reference, ReferenceNote, Report, RunProblem, RunProblemKind, Share, Surface, beside,
};
pub use progress::{Progress, ProgressMode};
pub use recorded::write_recorded;
pub use terminal::{Screen, write_summary};
pub use write::{WriteError, WriteOptions, write_all};
