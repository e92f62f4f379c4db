//! The files of a run's directory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

/// Version of the format of recorded runs. Raised when a reader of the old format would misread the new one; a new
/// optional field does not raise it.
pub const FORMAT: u32 = 5;

/// The oldest format that is read: what the newer ones have is absent from such a run.
pub const OLDEST_FORMAT: u32 = 2;

pub(crate) const HEAD: &str = "run.json";
pub(crate) const ENTRIES: &str = "entries.ndjson.zst";
pub(crate) const END: &str = "ended.json";
/// The folder with copies of the suite's files.
pub(crate) const SUITE: &str = "suite";
/// Where the parts of a run come from that was merged from shards.
pub(crate) const SHARDS: &str = "shards.json";

/// How a run ended: `ended.json`, written last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EndedFile {
    /// Milliseconds since the Unix epoch.
    pub(crate) ended_at_ms: u64,
    /// Whether it was interrupted.
    pub(crate) interrupted: bool,
    /// Number of entries in the file of entries.
    pub(crate) entries: u64,
}

/// Whether a run was begun in a directory.
pub fn has_run(directory: &Path) -> bool {
    directory.join(HEAD).is_file()
}

/// Whether the run in a directory came to its end, interrupted or not; a run that was killed did not.
pub fn has_ended(directory: &Path) -> bool {
    directory.join(END).exists()
}

/// The files of a suite that are written to the run's directory, so that the run can be judged anywhere.
#[derive(Debug, Clone, Default)]
pub struct SuiteFiles(BTreeMap<PathBuf, String>);

impl SuiteFiles {
    /// Texts by name. The names begin with that of the suite's folder, as locations in messages do:
    /// `suites/key-pairs/lifecycle.yaml`.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        SuiteFiles(files.into_iter().map(|(name, text)| (name.into(), text.to_owned())).collect())
    }

    /// Writes the files to `suite/` in a run's directory. `redact` removes secrets that an author left in a file.
    pub(crate) fn write(&self, directory: &Path, redact: impl Fn(Vec<u8>) -> Vec<u8>) -> io::Result<()> {
        let named =
            |error: io::Error, path: &Path| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        for (name, text) in &self.0 {
            let file = directory.join(SUITE).join(name);
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder).map_err(|error| named(error, folder))?;
            }
            fs::write(&file, redact(text.clone().into_bytes())).map_err(|error| named(error, &file))?;
        }
        Ok(())
    }
}

/// The copies of the suite's folders in a run's directory; that with a `suite.yaml` is the first.
pub(crate) fn suite_roots(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory.join(SUITE)).into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort_by_key(|path| (!path.join("suite.yaml").exists(), path.clone()));
    folders
}
