//! The files of a report.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use record::ReadError;

use crate::html::{Evidence, HtmlError, write_html};
use crate::json::write_json;
use crate::junit::{JunitError, JunitFlavour, write_junit};
use crate::markdown::write_markdown;
use crate::model::{Extras, Report};

/// How the files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteOptions {
    /// Which JUnit.
    pub flavour: JunitFlavour,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder could not be made.
    #[error("the reports' folder {} could not be made: {source}; name another one", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file could not be written; the one that was there before is as it was.
    #[error(
        "{} could not be written: {source}; the run itself is safe, `ec2-compat report` makes the reports again",
        path.display()
    )]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: FillError,
    },
}

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// JUnit could not be made.
    #[error(transparent)]
    Junit(#[from] JunitError),
    /// The page could not be made.
    #[error(transparent)]
    Html(#[from] HtmlError),
}

/// Writes `junit.xml`, `report.json`, `report.md` and `report.html` into the folder, which is made if need be, and
/// returns their paths. Each file appears whole or not at all: a CI job that collects them never sees half a report.
pub fn write_all(
    folder: &Path,
    report: &Report,
    extras: &Extras,
    evidence: &mut dyn Iterator<Item = Result<Evidence, ReadError>>,
    options: WriteOptions,
) -> Result<Vec<PathBuf>, WriteError> {
    self::folder(folder)?;
    Ok(vec![
        whole(folder.join("junit.xml"), |out| Ok(write_junit(report, options.flavour, out)?))?,
        whole(folder.join("report.json"), |out| Ok(write_json(report, extras, out)?))?,
        whole(folder.join("report.md"), |out| Ok(write_markdown(report, extras, out)?))?,
        whole(folder.join("report.html"), |out| Ok(write_html(report, evidence, extras, out)?))?,
    ])
}

/// Makes the folder, if need be.
pub(crate) fn folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|source| WriteError::Folder { path: path.to_owned(), source })
}

/// Writes a file that appears whole or not at all.
pub(crate) fn whole(
    path: PathBuf,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), FillError>,
) -> Result<PathBuf, WriteError> {
    match record::write_atomically(&path, fill) {
        Ok(()) => Ok(path),
        Err(source) => Err(WriteError::File { path, source }),
    }
}
