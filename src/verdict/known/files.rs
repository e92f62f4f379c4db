//! The files of known deviations.

use std::path::Path;
use std::sync::Arc;

use located::{Diagnostic, Diagnostics, MAX_BYTES, Source};
use record::CommandLine;
use scenario::SuiteRoot;

use crate::known::model::KnownDeviations;
use crate::known::read::read;

/// The folder of a suite that they are in.
const FOLDER: &str = "known";

impl KnownDeviations {
    /// Loads `known/*.yaml` of a suite, with warnings (entries that cover nothing); none if there is no such folder.
    ///
    /// # Errors
    /// All errors and warnings of the files, each with its place.
    pub fn load(suite: impl Into<SuiteRoot>) -> Result<(Self, Diagnostics), Diagnostics> {
        let (mut known, mut found) = (KnownDeviations::default(), Diagnostics::default());
        let files = match suite.into().yaml_in(FOLDER) {
            Ok(files) => files,
            Err(diagnostic) => {
                found.push(diagnostic);
                return Err(found);
            }
        };
        for file in files {
            match file.read() {
                Ok(source) => {
                    let (file, wrong) = read(file.path(), &source);
                    known.files.extend(file);
                    found.append(wrong);
                }
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        found.sort();
        if found.has_errors() { Err(found) } else { Ok((known, found)) }
    }

    /// These, and those of a file that is not among them; of a folder: those of its folder `known`, or else of its own
    /// files `*.yaml`.
    ///
    /// # Errors
    /// All errors and warnings of the files, each with its place; there is no such file.
    pub fn with(mut self, path: &Path) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let mut files = Vec::new();
        let shown = |path: &Path| path.display().to_string();
        if path.is_dir() {
            let inner = path.join(FOLDER);
            let folder = if inner.is_dir() { inner } else { path.to_owned() };
            let entries = std::fs::read_dir(&folder).map_err(|error| {
                Diagnostic::error("unreadable-file", format!("cannot list the folder: {error}")).in_file(shown(&folder))
            })?;
            files.extend(entries.flatten().map(|entry| entry.path()).filter(|path| is_yaml(path)));
            files.sort();
            if files.is_empty() {
                let none = Diagnostic::error("no-known-file", "the folder has no file of known deviations (*.yaml)");
                found.push(none.in_file(shown(&folder)));
            }
        } else if path.exists() {
            files.push(path.to_owned());
        } else {
            let none = Diagnostic::error("no-known-file", "the file of known deviations does not exist");
            let init = CommandLine::new("known init").option("--target", "NAME").option("--file", path);
            found.push(none.in_file(shown(path)).help(format!("`{init}` writes one")));
        }
        for path in files {
            if self.files.iter().any(|file| is_same(&file.path, &path)) {
                continue;
            }
            match Source::read(&path, shown(&path), MAX_BYTES) {
                Ok(source) => {
                    let (file, wrong) = read(path, &Arc::new(source));
                    self.files.extend(file);
                    found.append(wrong);
                }
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        found.sort();
        if found.has_errors() { Err(found) } else { Ok(self) }
    }
}

fn is_yaml(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.ends_with(".yaml") && !name.starts_with('.')
}

fn is_same(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().ok().is_some_and(|one| other.canonicalize().ok() == Some(one))
}
