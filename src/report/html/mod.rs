//! One HTML page with a whole report: it works offline, without other files.
//!
//! `page` assembles it from the files under `assets/`; its script shows `data` at once and decompresses `packs` on
//! demand. There is no template engine: the template has seven placeholders, and everything that varies is JSON.

mod assets;
mod causes;
mod data;
mod details;
mod evidence;
mod headline;
mod inert;
mod packs;
mod page;
mod rows;

pub use evidence::{Evidence, EvidenceSide};
pub(crate) use page::write;
pub use page::{HtmlError, write_html};
