//! What a column is made from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::json::{FORMAT, ReportDocument};

/// The report of a run, and what it does not say of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixInput {
    /// The report. The column is its target; a reference in the same run is none.
    pub report: ReportDocument,
    /// The heading that the command line names.
    pub heading: Option<String>,
    /// The platform and its version, as known deviations name them.
    pub version: Option<String>,
    /// The page of the run, relative to the matrix.
    pub page: Option<String>,
}

/// A file is not a report that this program can read.
#[derive(Debug, thiserror::Error)]
pub enum ReadReportError {
    /// The file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file that was named.
        path: PathBuf,
        /// Error of the file system.
        source: io::Error,
    },
    /// It is not a `report.json`.
    #[error("{} is not a report.json of ec2-compat: {source}", path.display())]
    Content {
        /// The file that was named.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Its format is another one.
    #[error(
        "{} has format {format}; this program reads format {FORMAT} (`ec2-compat report RUN` of this version writes it)",
        path.display()
    )]
    Format {
        /// The file that was named.
        path: PathBuf,
        /// The version of its format.
        format: u32,
    },
}

/// Reads a `report.json`.
///
/// # Errors
/// It cannot be read, is no report, or has another format.
pub fn read_report(path: &Path) -> Result<ReportDocument, ReadReportError> {
    #[derive(Deserialize)]
    struct Versioned {
        format: u32,
    }
    let content = |source| ReadReportError::Content { path: path.to_owned(), source };
    let text = fs::read(path).map_err(|source| ReadReportError::Read { path: path.to_owned(), source })?;
    let Versioned { format } = serde_json::from_slice(&text).map_err(content)?;
    if format != FORMAT {
        return Err(ReadReportError::Format { path: path.to_owned(), format });
    }
    serde_json::from_slice(&text).map_err(content)
}
