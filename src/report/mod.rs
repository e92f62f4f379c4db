//! How a run is shown: terminal, JUnit and JSON, each made from one [`Report`], and progress while it lasts.
//!
//! Nothing here judges or asks. Counts, the exit code and the wording of findings are made once
//! ([`Counts`], [`Exit`], `finding_text`) and used by every format, so that all of them say the same.
//! `reports/README.md` is the reader's guide.

mod clock;
mod counts;
mod difference;
mod exit;
mod finding_text;
mod groups;
pub mod json;
mod junit;
mod neutral;
mod progress;
mod run_report;
mod terminal;
mod trouble;
mod words;
mod write;

pub use counts::{AreaCounts, Counts};
pub use exit::Exit;
pub use json::write_json;
pub use junit::{JunitError, JunitFlavour, write_junit};
pub use progress::{Progress, ProgressMode};
pub use run_report::{End, Leftover, Report};
pub use terminal::{Screen, write_summary};
pub use trouble::{Trouble, TroubleKind};
pub use write::{WriteError, WriteOptions, write_all};
