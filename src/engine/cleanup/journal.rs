//! The journal on disk: each creation is noted before it is asked for, each deletion after.
//!
//! It is what `ec2-compat sweep` reads when a run was killed. One JSON object a line; a last line that was
//! cut short is left out of account, because what it would have announced was not asked yet.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use record::{Redactor, ScenarioKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The journal's name within a run directory.
pub(crate) const FILE: &str = "journal.ndjson";

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub(crate) enum Note {
    /// The first line: whose journal it is.
    Run {
        /// The run's name.
        run: String,
    },
    /// Something is about to be created.
    Asking {
        /// Counts creations through the run.
        n: u64,
        /// For which scenario, on which endpoint.
        key: ScenarioKey,
        /// The creating action.
        operation: String,
        /// Its parameters, without secrets.
        request: Value,
    },
    /// It was created.
    Made {
        /// The creation.
        n: u64,
        /// The ids, one for each resource.
        ids: Vec<String>,
        /// The answer, without secrets.
        answer: Value,
    },
    /// Something came into being with a resource, and does not go with it.
    Companions {
        /// The creation.
        n: u64,
        /// The resource's id.
        of: String,
        /// Which companions of the create/delete table they are, counted from 0.
        row: usize,
        /// Their ids.
        ids: Vec<String>,
    },
    /// The endpoint refused: there is nothing.
    Refused {
        /// The creation.
        n: u64,
    },
    /// A resource is gone.
    Gone {
        /// The creation.
        n: u64,
        /// The resource's id.
        id: String,
    },
    /// Nothing is left of the creation.
    Settled {
        /// The creation.
        n: u64,
    },
}

/// Why a journal cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// It cannot be written: nothing may be created without it.
    #[error("the journal {path} cannot be written, so nothing more is created: {source}", path = path.display())]
    Write {
        /// The journal.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// It cannot be read.
    #[error("the journal {path} cannot be read: {source}", path = path.display())]
    Read {
        /// The journal.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A line in its midst is no note.
    #[error("{path}:{line}: this is not a line of a journal: {reason}", path = path.display())]
    Line {
        /// The journal.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It does not say whose it is.
    #[error("{path}: a journal begins with the run's name; is this a run directory?", path = path.display())]
    Nameless {
        /// The journal.
        path: PathBuf,
    },
}

/// A journal being written.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    redactor: Redactor,
}

impl Journal {
    /// Begins the journal of a run in its directory.
    pub(crate) fn begin(directory: &Path, run: &str, redactor: Redactor) -> Result<Self, JournalError> {
        let journal = Self::open(directory, redactor, true)?;
        journal.note(Note::Run { run: run.to_owned() })?;
        Ok(journal)
    }

    /// Goes on with the journal of a run that was cut short, after its last whole line.
    pub(crate) fn resume(directory: &Path, redactor: Redactor) -> Result<Self, JournalError> {
        let journal = Self::open(directory, redactor, false)?;
        let whole = std::fs::read(&journal.path)
            .map(|bytes| bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1));
        let cut = whole.and_then(|length| journal.lock().set_len(length as u64));
        cut.map_err(|source| JournalError::Write { path: journal.path.clone(), source })?;
        Ok(journal)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn open(directory: &Path, redactor: Redactor, new: bool) -> Result<Self, JournalError> {
        let path = directory.join(FILE);
        let opened = OpenOptions::new().append(true).create(new).open(&path);
        match opened {
            Ok(file) => Ok(Journal { path, file: Mutex::new(file), redactor }),
            Err(source) => Err(JournalError::Write { path, source }),
        }
    }

    /// Appends a note. A note of a creation is on the disk before this returns.
    pub(crate) fn note(&self, note: Note) -> Result<(), JournalError> {
        let durable = matches!(note, Note::Asking { .. } | Note::Run { .. });
        let mut line = serde_json::to_string(&self.redacted(note))
            .map_err(|error| JournalError::Write { path: self.path.clone(), source: error.into() })?;
        line.push('\n');
        let mut file = self.lock();
        file.write_all(line.as_bytes())
            .and_then(|()| if durable { file.sync_data() } else { Ok(()) })
            .map_err(|source| JournalError::Write { path: self.path.clone(), source })
    }

    fn redacted(&self, mut note: Note) -> Note {
        match &mut note {
            Note::Asking { request: value, .. } | Note::Made { answer: value, .. } => {
                self.redactor.redact_value(value);
            }
            _ => {}
        }
        note
    }
}

/// Reads the journal of a run directory: the run's name, and all notes after it.
pub(crate) fn read(directory: &Path) -> Result<(String, Vec<Note>), JournalError> {
    let path = directory.join(FILE);
    let unreadable = |source| JournalError::Read { path: path.clone(), source };
    let mut lines = BufReader::new(File::open(&path).map_err(unreadable)?).split(b'\n').enumerate().peekable();
    let mut notes = Vec::new();
    while let Some((index, line)) = lines.next() {
        let line = line.map_err(unreadable)?;
        match serde_json::from_slice(&line) {
            Ok(note) => notes.push(note),
            Err(_) if lines.peek().is_none() => break,
            Err(error) => {
                return Err(JournalError::Line { path: path.clone(), line: index + 1, reason: error.to_string() });
            }
        }
    }
    match notes.first() {
        Some(Note::Run { run }) => {
            let run = run.clone();
            notes.remove(0);
            Ok((run, notes))
        }
        _ => Err(JournalError::Nameless { path }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cut_short_at_the_end_is_left_out_and_one_in_the_midst_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let good = r#"{"note":"run","run":"ec2c-a"}"#;
        std::fs::write(&path, format!("{good}\n{{\"note\":\"refused\",\"n\":4}}\n{{\"note\":\"asking\",\"n\":5"))
            .unwrap();
        assert_eq!(read(folder.path()).unwrap(), ("ec2c-a".into(), vec![Note::Refused { n: 4 }]));

        std::fs::write(&path, format!("{good}\n{{\"no\n{{\"note\":\"refused\",\"n\":4}}\n")).unwrap();
        assert!(matches!(read(folder.path()), Err(JournalError::Line { line: 2, .. })));
    }
}
