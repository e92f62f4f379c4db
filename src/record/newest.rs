//! Which run a directory stands for.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::RunReader;
use crate::directory::{END, End, HEAD};

/// Why a directory stands for no run.
#[derive(Debug, thiserror::Error)]
pub enum NewestError {
    /// It cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read {
        /// The directory.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// It is no run, and holds none that came to its end.
    #[error(
        "{} is not a run, and no run in it came to its end; name the directory that `ec2-compat run` wrote, or one \
         that holds several", path.display()
    )]
    None {
        /// The directory.
        path: PathBuf,
    },
}

/// The directory itself, where it is a run's, whatever became of the run; otherwise the newest of those in it that
/// came to their end by themselves.
///
/// # Errors
/// There is none, or the directory cannot be read.
pub fn newest_run(directory: &Path) -> Result<PathBuf, NewestError> {
    if directory.join(HEAD).is_file() {
        return Ok(directory.to_owned());
    }
    let unreadable = |source| NewestError::Read { path: directory.to_owned(), source };
    let mut newest: Option<(u64, PathBuf)> = None;
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(at_ms) = whole_since(&path) else { continue };
        if newest.as_ref().is_none_or(|known| (known.0, &known.1) < (at_ms, &path)) {
            newest = Some((at_ms, path));
        }
    }
    newest.map(|(_, path)| path).ok_or_else(|| NewestError::None { path: directory.to_owned() })
}

/// When a run began, where it is one, this version reads it, and it came to its end by itself.
fn whole_since(path: &Path) -> Option<u64> {
    let end: End = serde_json::from_slice(&fs::read(path.join(END)).ok()?).ok()?;
    let run = RunReader::open(path).ok()?;
    (!end.interrupted).then(|| run.head().at_ms)
}
