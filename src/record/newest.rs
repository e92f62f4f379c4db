//! The runs in a directory.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::RunReader;
use crate::directory::{END, EndedFile, has_run};

/// Why a directory has no run.
#[derive(Debug, thiserror::Error)]
pub enum NewestError {
    /// The directory cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The directory that was named.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// The directory is not a run's, and contains no complete one.
    #[error(
        "{} is not a run and contains no complete run; name the directory that `ec2-compat run` wrote, or one that \
         contains several", path.display()
    )]
    None {
        /// The directory that was named.
        path: PathBuf,
    },
}

/// The directory itself if it is a run's, complete or not; otherwise the newest run in it that ended without being
/// interrupted.
///
/// # Errors
/// There is no such run, or the directory cannot be read.
pub fn newest_run(directory: &Path) -> Result<PathBuf, NewestError> {
    runs(directory)?.pop().ok_or_else(|| NewestError::None { path: directory.to_owned() })
}

/// The directory itself if it is a run's, complete or not; otherwise the runs in it that ended without being interrupted,
/// oldest first.
///
/// # Errors
/// There is no such run, or the directory cannot be read.
pub fn runs(directory: &Path) -> Result<Vec<PathBuf>, NewestError> {
    if has_run(directory) {
        return Ok(vec![directory.to_owned()]);
    }
    let unreadable = |source| NewestError::Read { path: directory.to_owned(), source };
    let mut runs: Vec<(u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        runs.extend(whole_since(&path).map(|at_ms| (at_ms, path)));
    }
    runs.sort();
    match runs.is_empty() {
        true => Err(NewestError::None { path: directory.to_owned() }),
        false => Ok(runs.into_iter().map(|(_, path)| path).collect()),
    }
}

/// When a run began (milliseconds since the Unix epoch); absent where it is incomplete or of another format.
fn whole_since(path: &Path) -> Option<u64> {
    let end: EndedFile = serde_json::from_slice(&fs::read(path.join(END)).ok()?).ok()?;
    let run = RunReader::open(path).ok()?;
    (!end.interrupted).then(|| run.head().at_ms)
}
