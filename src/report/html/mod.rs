//! One HTML page with a whole report: it works offline, without other files.
//!
//! `page` assembles it from the files under `assets/`; its script shows `data` at once and decompresses `packs` on
//! demand. There is no template engine: the template has seven placeholders, and everything that varies is JSON.

mod again;
mod assets;
mod causes;
mod data;
mod details;
mod evidence;
mod headline;
pub(crate) mod inert;
mod packs;
mod page;
mod rows;

pub(crate) use assets::{MATRIX_SCRIPT, MATRIX_STYLE, PAGE, policy};
pub(crate) use data::{KindData, kind_data};
pub(crate) use details::{FindingData, Limits, entry_data};
pub use evidence::{EvidenceSide, ScenarioEvidence};
pub(crate) use packs::Packs;
pub use page::{HtmlError, write_html};
pub(crate) use page::{escaped, write};
