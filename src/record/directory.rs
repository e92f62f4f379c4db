//! A run's directory: which files it has, and how the small ones are written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Version of the record's format. Raised when a reader of the old one would misread the new one; a new
/// optional field does not raise it.
pub const FORMAT: u32 = 1;

/// The run's head.
pub(crate) const HEAD: &str = "run.json";
/// The run's entries.
pub(crate) const ENTRIES: &str = "entries.ndjson.zst";
/// How the run ended; absent when it was cut short or goes on.
pub(crate) const END: &str = "ended.json";
/// Copies of the suite's files.
pub(crate) const SUITE: &str = "suite";

/// How a run ended: `ended.json`, written last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct End {
    /// Milliseconds since the Unix epoch.
    pub(crate) ended_at_ms: u64,
    /// Whether someone interrupted it.
    pub(crate) interrupted: bool,
    /// How many entries were written.
    pub(crate) entries: u64,
}

/// The files of a suite that go into the run's directory, so that the run can be judged anywhere.
#[derive(Debug, Clone)]
pub struct SuiteFiles {
    root: PathBuf,
    files: Vec<PathBuf>,
}

impl SuiteFiles {
    /// These files, given relative to the suite's folder.
    pub fn new(root: impl Into<PathBuf>, files: impl IntoIterator<Item = PathBuf>) -> Self {
        SuiteFiles { root: root.into(), files: files.into_iter().collect() }
    }

    /// All YAML files below the suite's folder, but for hidden ones.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn all(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        let mut files = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(root.join(&folder))? {
                let entry = entry?;
                let name = entry.file_name();
                let path = folder.join(&name);
                if name.as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
                    files.push(path);
                }
            }
        }
        files.sort();
        Ok(SuiteFiles { root, files })
    }

    /// Copies them to `suite/<name of the suite's folder>/` in a run's directory: with the folder's own
    /// name, because places in messages begin with it. `redact` takes out secrets that an author left.
    pub(crate) fn copy(&self, directory: &Path, redact: impl Fn(Vec<u8>) -> Vec<u8>) -> io::Result<()> {
        let named =
            |error: io::Error, path: &Path| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let root = fs::canonicalize(&self.root).map_err(|error| named(error, &self.root))?;
        let target = directory.join(SUITE).join(root.file_name().unwrap_or("suites".as_ref()));
        for file in &self.files {
            let (from, to) = (root.join(file), target.join(file));
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(|error| named(error, folder))?;
            }
            let bytes = fs::read(&from).map_err(|error| named(error, &from))?;
            fs::write(&to, redact(bytes)).map_err(|error| named(error, &to))?;
        }
        Ok(())
    }
}

/// The folder with the suite's copies in a run's directory, as the suite loader takes it.
pub(crate) fn suite_root(directory: &Path) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(directory.join(SUITE)).ok()?.flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders.into_iter().next()
}

/// Writes a file so that it is there whole or not at all.
pub(crate) fn write_whole(directory: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let draft = directory.join(format!(".{name}.draft"));
    let mut file = File::create(&draft)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(error) = written.and_then(|()| fs::rename(&draft, directory.join(name))) {
        // What is left of the draft must not take the room that a full disk lacks.
        let _ = fs::remove_file(&draft);
        return Err(error);
    }
    File::open(directory)?.sync_all()
}
