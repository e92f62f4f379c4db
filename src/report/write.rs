//! The files of a report.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use record::ReadError;

use crate::checks::{write_badge_json, write_badge_svg, write_code_quality, write_sarif};
use crate::file_names::{JSON_FILE, PAGE_FILE};
use crate::html::{self, HtmlError, ScenarioEvidence};
use crate::json;
use crate::junit::{JunitError, JunitFlavor, write_junit};
use crate::markdown;
use crate::model::{Extras, Report, ReportCauses};

/// The files of a report, in the order in which they are written: the one list of them.
pub const REPORT_FILES: &[ReportFile] = &[
    ReportFile {
        name: "junit.xml",
        about: "for CI servers",
        write: |input, out| Ok(write_junit(input.report, input.options.flavor, out)?),
    },
    ReportFile {
        name: JSON_FILE,
        about: "for programs: everything except requests and responses",
        write: |input, out| Ok(json::write(input.report, input.extras, &input.causes, out)?),
    },
    ReportFile {
        name: "report.md",
        about: "for the summary of a CI job: short, with collapsed details, within the limits of CI servers",
        write: |input, out| Ok(markdown::write(input.report, input.extras, &input.causes, out)?),
    },
    ReportFile {
        name: PAGE_FILE,
        about: "for people: one page that works offline, with every transcript",
        write: |input, out| Ok(html::write(input.report, input.evidence, input.extras, &input.causes, out)?),
    },
];

/// The files that are written only where an option wants them.
pub const OPTIONAL_FILES: &[OptionalFile] = &[
    OptionalFile {
        option: "--badge",
        wanted: |options| options.badge,
        file: ReportFile {
            name: "badge.svg",
            about: "a badge with works, identical and level",
            write: |input, out| Ok(write_badge_svg(input.report, input.extras, out)?),
        },
    },
    OptionalFile {
        option: "--badge",
        wanted: |options| options.badge,
        file: ReportFile {
            name: "badge.json",
            about: "the same for the endpoint badge of shields.io",
            write: |input, out| Ok(write_badge_json(input.report, input.extras, out)?),
        },
    },
    OptionalFile {
        option: "--sarif",
        wanted: |options| options.sarif,
        file: ReportFile {
            name: "report.sarif",
            about: "for code scanning, SARIF 2.1.0: a result for each cause, known ones suppressed",
            write: |input, out| Ok(write_sarif(input.report, &input.causes, out)?),
        },
    },
    OptionalFile {
        option: "--code-quality",
        wanted: |options| options.code_quality,
        file: ReportFile {
            name: "gl-code-quality-report.json",
            about: "for GitLab's code quality: an issue for each new cause",
            write: |input, out| Ok(write_code_quality(input.report, &input.causes, out)?),
        },
    },
];

/// One of the [`OPTIONAL_FILES`].
#[derive(Debug, Clone, Copy)]
pub struct OptionalFile {
    /// The option that wants it.
    pub option: &'static str,
    /// Its name, its purpose and the function that writes it.
    pub file: ReportFile,
    wanted: fn(&WriteOptions) -> bool,
}

impl OptionalFile {
    /// The Markdown table of all of them that guides show.
    pub fn table() -> String {
        let row = |one: &OptionalFile| format!("| `{}` | `{}` | {} |\n", one.option, one.file.name, one.file.about);
        let rows: String = OPTIONAL_FILES.iter().map(row).collect();
        format!("| option | file | content |\n|---|---|---|\n{rows}")
    }
}

/// One of the [`REPORT_FILES`].
#[derive(Debug, Clone, Copy)]
pub struct ReportFile {
    /// The name in the reports' directory.
    pub name: &'static str,
    /// Its readers and content, in a few words.
    pub about: &'static str,
    write: fn(&mut Input<'_>, &mut dyn Write) -> Result<(), FillError>,
}

impl ReportFile {
    /// The Markdown table of all files that guides show.
    pub fn table() -> String {
        let row = |file: &ReportFile| format!("| `{}` | {} |\n", file.name, file.about);
        let rows: String = REPORT_FILES.iter().map(row).collect();
        format!("| file | content |\n|---|---|\n{rows}")
    }
}

/// What the files are written from.
struct Input<'a> {
    report: &'a Report,
    extras: &'a Extras,
    causes: ReportCauses<'a>,
    evidence: &'a mut dyn Iterator<Item = Result<ScenarioEvidence, ReadError>>,
    options: WriteOptions,
}

/// Options of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteOptions {
    /// The flavor of `junit.xml`.
    pub flavor: JunitFlavor,
    /// Whether `badge.svg` and `badge.json` are written.
    pub badge: bool,
    /// Whether `report.sarif` is written.
    pub sarif: bool,
    /// Write GitLab's code quality report.
    pub code_quality: bool,
}

/// A report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportWriteError {
    /// The directory could not be created.
    #[error("cannot create the directory {}: {source}", path.display())]
    Folder {
        /// The directory that was to be created.
        path: PathBuf,
        /// Error of the file system, or of making the content.
        source: io::Error,
    },
    /// A file could not be written; an existing file is unchanged.
    #[error(
        "cannot write {}: {source} (the recorded run is complete: `ec2-compat report RUN` writes the reports again)",
        path.display()
    )]
    File {
        /// The file that was to be written.
        path: PathBuf,
        /// Error of the file system, or of making the content.
        source: FillError,
    },
}

/// The content of a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// JUnit could not be serialized.
    #[error(transparent)]
    Junit(#[from] JunitError),
    /// The page could not be made.
    #[error(transparent)]
    Html(#[from] HtmlError),
}

/// Writes the [`REPORT_FILES`], and the [`OPTIONAL_FILES`] that the options want, into the directory, creates it if necessary, and returns their paths. Each file is
/// complete or absent, so that a CI job never collects half a report.
pub fn write_all(
    folder: &Path,
    report: &Report,
    extras: &Extras,
    evidence: &mut dyn Iterator<Item = Result<ScenarioEvidence, ReadError>>,
    options: WriteOptions,
) -> Result<Vec<PathBuf>, ReportWriteError> {
    self::folder(folder)?;
    let mut input = Input { report, extras, causes: ReportCauses::of(report, extras), evidence, options };
    let write = |file: &ReportFile| whole(folder.join(file.name), |out| (file.write)(&mut input, out));
    let optional = OPTIONAL_FILES.iter().filter(|one| (one.wanted)(&options)).map(|one| &one.file);
    REPORT_FILES.iter().chain(optional).map(write).collect()
}

/// Creates the directory if necessary.
pub(crate) fn folder(path: &Path) -> Result<(), ReportWriteError> {
    fs::create_dir_all(path).map_err(|source| ReportWriteError::Folder { path: path.to_owned(), source })
}

/// Writes a file that is complete or absent.
pub(crate) fn whole(
    path: PathBuf,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), FillError>,
) -> Result<PathBuf, ReportWriteError> {
    match record::write_atomically(&path, fill) {
        Ok(()) => Ok(path),
        Err(source) => Err(ReportWriteError::File { path, source }),
    }
}
