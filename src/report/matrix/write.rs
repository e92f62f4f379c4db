//! The files of a matrix.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use schemars::Schema;

use crate::matrix::format::MatrixDocument;
use crate::matrix::html::write_matrix_html;
use crate::matrix::markdown::write_markdown;
use crate::matrix::side_by_side::Matrix;
use crate::write::{ReportWriteError, folder, whole};

type WriteMatrix = fn(&Matrix, &mut dyn Write) -> io::Result<()>;

/// Name and content of each file, in the order in which they are written.
pub const MATRIX_FILES: [(&str, &str); 3] = [
    ("matrix.html", "for people: one page that works offline, with the findings of every cell"),
    ("matrix.md", "for a repository or the summary of a CI job"),
    ("matrix.json", "for programs"),
];

const WRITERS: [WriteMatrix; 3] = [write_matrix_html, write_markdown, write_json];

/// Writes the [`MATRIX_FILES`] into the directory, creates it if necessary, and returns their paths. Each file is complete or
/// absent.
pub fn write_matrix(at: &Path, matrix: &Matrix) -> Result<Vec<PathBuf>, ReportWriteError> {
    folder(at)?;
    let files = MATRIX_FILES.iter().zip(WRITERS);
    files.map(|((name, _), write)| whole(at.join(name), |out| Ok(write(matrix, out)?))).collect()
}

fn write_json(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &matrix.document)?;
    writeln!(out)?;
    out.flush()
}

/// The JSON Schema of [`MatrixDocument`], kept as `reports/matrix.schema.json`.
pub fn matrix_schema() -> Schema {
    schemars::schema_for!(MatrixDocument)
}
