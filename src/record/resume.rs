//! Going on with a run that was interrupted or killed: what was recorded to the end stays.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::directory::{END, ENTRIES, HEAD};
use crate::file::write_atomically;
use crate::head::RunHead;
use crate::lines::Lines;
use crate::reader::{ReadError, RunReader};

/// Why a run cannot be resumed.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// What was recorded cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The files of the run cannot be written.
    #[error("cannot write to the run in {}: {source}", path.display())]
    Write {
        /// The run's directory.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
}

/// Prepares the files of a run: the entries end with the last whole frame, the head says when the run was resumed, and the
/// run has not ended.
pub(crate) fn reopen(directory: &Path, head: &RunHead) -> Result<Lines, ResumeError> {
    let mut reader = RunReader::open(directory)?;
    reader.by_ref().try_for_each(|entry| entry.map(drop))?;
    let (length, entries) = reader.whole();
    let failed = |source| ResumeError::Write { path: directory.to_owned(), source };
    reopen_at(directory, head, length, entries).map_err(failed)
}

fn reopen_at(directory: &Path, head: &RunHead, length: u64, entries: u64) -> io::Result<Lines> {
    let file: File = OpenOptions::new().append(true).open(directory.join(ENTRIES))?;
    file.set_len(length)?;
    let lines = Lines::after(file, length, entries)?;
    match fs::remove_file(directory.join(END)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    write_atomically(&directory.join(HEAD), |out| {
        serde_json::to_writer_pretty(&mut *out, head)?;
        out.write_all(b"\n")
    })?;
    Ok(lines)
}
