//! The files of a comparison.

use std::path::{Path, PathBuf};

use crate::change::comparison::Comparison;
use crate::change::document::write_comparison_json;
use crate::change::markdown::write_comparison_markdown;
use crate::write::{WriteError, folder, whole};

/// Writes `compare.md` and `compare.json` into the folder, which is made if need be, and returns their paths. Each
/// appears whole or not at all.
pub fn write_comparison_files(at: &Path, comparison: &Comparison<'_>) -> Result<Vec<PathBuf>, WriteError> {
    folder(at)?;
    Ok(vec![
        whole(at.join("compare.md"), |out| Ok(write_comparison_markdown(comparison, out)?))?,
        whole(at.join("compare.json"), |out| Ok(write_comparison_json(comparison, out)?))?,
    ])
}
