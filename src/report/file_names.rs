//! Names of files in the directory of reports that other files refer to.

/// The HTML page, with everything but what [`JSON_FILE`] has in full.
pub const PAGE_FILE: &str = "report.html";
/// The JSON file, which has everything that other files leave out.
pub(crate) const JSON_FILE: &str = "report.json";
