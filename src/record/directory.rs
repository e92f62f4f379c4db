//! The files of a run's directory.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

/// Version of the format of recorded runs. Raised when a reader of the old format would misread the new one; a new
/// optional field does not raise it.
pub const FORMAT: u32 = 3;

/// The oldest format that is read: what the newer ones have is absent from such a run.
pub const OLDEST_FORMAT: u32 = 2;

pub(crate) const HEAD: &str = "run.json";
pub(crate) const ENTRIES: &str = "entries.ndjson.zst";
pub(crate) const END: &str = "ended.json";
/// The folder with copies of the suite's files.
pub(crate) const SUITE: &str = "suite";

/// How a run ended: `ended.json`, written last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct End {
    /// Milliseconds since the Unix epoch.
    pub(crate) ended_at_ms: u64,
    /// Whether it was interrupted.
    pub(crate) interrupted: bool,
    /// Number of entries in the file of entries.
    pub(crate) entries: u64,
}

/// Whether the run in a directory came to its end, interrupted or not; a run that was killed did not.
pub fn has_ended(directory: &Path) -> bool {
    directory.join(END).exists()
}

/// The files of a suite that are copied into the run's directory, so that the run can be judged anywhere.
#[derive(Debug, Clone)]
pub struct SuiteFiles {
    root: PathBuf,
    files: Vec<PathBuf>,
}

impl SuiteFiles {
    /// These files of the suite's folder `root`, with paths relative to it.
    pub fn new(root: impl Into<PathBuf>, files: impl IntoIterator<Item = PathBuf>) -> Self {
        SuiteFiles { root: root.into(), files: files.into_iter().collect() }
    }

    /// All YAML files below the suite's folder, except hidden ones.
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

    /// Copies the files to `suite/<name of the suite's folder>/` in a run's directory. The folder keeps its name,
    /// because locations in messages begin with it. `redact` removes secrets that an author left in a file.
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

/// The copy of the suite's folder in a run's directory.
pub(crate) fn suite_root(directory: &Path) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(directory.join(SUITE)).ok()?.flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders.into_iter().next()
}
