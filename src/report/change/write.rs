//! The files of a comparison.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::change::comparison::Comparison;
use crate::change::document::write_comparison_json;
use crate::change::markdown::write_comparison_markdown;
use crate::write::{ReportWriteError, folder, whole};

type WriteComparison = fn(&Comparison<'_>, &mut dyn Write) -> io::Result<()>;

/// Name and content of each file.
const COMPARISON_FILES: [(&str, WriteComparison); 2] =
    [("compare.md", write_comparison_markdown), ("compare.json", write_comparison_json)];

/// Writes `compare.md` and `compare.json` into the directory, creates it if necessary, and returns their paths. Each
/// file is complete or absent.
pub fn write_comparison_files(at: &Path, comparison: &Comparison<'_>) -> Result<Vec<PathBuf>, ReportWriteError> {
    folder(at)?;
    let write = |(name, write): (&str, WriteComparison)| whole(at.join(name), |out| Ok(write(comparison, out)?));
    COMPARISON_FILES.into_iter().map(write).collect()
}
