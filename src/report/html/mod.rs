//! One HTML page that holds a whole report, and opens anywhere: no network, no other file.
//!
//! `page` puts it together from the files under `assets/`, `data` is what its script shows at once, `packs` what it
//! unpacks on demand. A template engine would add nothing: the page has six holes, and all that varies is JSON.

mod assets;
mod causes;
mod data;
mod details;
mod evidence;
mod inert;
mod packs;
mod page;
mod rows;

pub use evidence::{Evidence, Side};
pub use page::{HtmlError, write_html};
