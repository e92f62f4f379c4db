//! The journal on disk: each creation is noted before the call is sent, each deletion after.
//!
//! `ec2-compat sweep` reads it when a run was killed. One JSON object per line; a last line that was cut short is
//! skipped, because the call that it would have announced was not sent.

use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use record::{Redactor, ScenarioKey, Shard};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::names::RunName;

/// The journal's name within a run directory.
const FILE: &str = "journal.ndjson";

/// Whether a run's directory has a journal, without which there is nothing to sweep.
pub fn has_journal(directory: &Path) -> bool {
    directory.join(FILE).exists()
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub(crate) enum Note {
    /// The head of the journal, its first line: the run that everything below belongs to.
    Run {
        run: String,
        /// Which of several shards it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shard: Option<Shard>,
    },
    /// What the account had of a kind before the run created anything.
    Inventory {
        endpoint: String,
        /// The kind of resource.
        kind: String,
        /// The ids; absent if they could not be listed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ids: Option<Vec<String>>,
        /// Why they could not be listed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<String>,
        /// Whether that failed as actions do that the endpoint does not have.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        may_be_missing: bool,
    },
    /// A creating call is about to be sent.
    Creating {
        /// The number of the creation within the run.
        n: u64,
        /// The scenario or fixture and the endpoint.
        key: ScenarioKey,
        operation: String,
        /// Its parameters, without secrets.
        request: Value,
        /// When it is sent, in milliseconds of Unix time; absent in older journals, and for what is only found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_ms: Option<u64>,
    },
    /// The creating call succeeded, or showed ids of what it created.
    Created {
        /// The number of the creation, as in [`Note::Creating`].
        n: u64,
        /// The id of each resource.
        ids: Vec<String>,
        /// The decoded response, without secrets.
        response: Value,
        /// Whether an earlier attempt of the call may have created more, of which no id is known.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        lost: bool,
        /// When the response came, in milliseconds of Unix time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_ms: Option<u64>,
    },
    /// Resources were created along with one, and are not deleted with it.
    Companions {
        /// The number of the creation, as in [`Note::Creating`].
        n: u64,
        /// The id of the resource.
        of: String,
        /// The index of the row among the companions of the create/delete table.
        row: usize,
        /// The ids of the companions.
        ids: Vec<String>,
    },
    /// What a response showed to have come with an instance or an image, whoever created that.
    Attached {
        endpoint: String,
        /// The id of the instance or image.
        of: String,
        /// The ids of its volumes, network interfaces or snapshots.
        ids: Vec<String>,
    },
    /// A setting of the account may be changed from now on, until this call puts it back; then it is settled.
    Restore {
        /// The number of the note, among those of creations.
        n: u64,
        /// The scenario or fixture and the endpoint.
        key: ScenarioKey,
        /// The action that puts it back.
        operation: String,
        /// Its parameters, without secrets.
        request: Value,
    },
    /// The call was rejected: nothing was created.
    Rejected {
        /// The number of the creation, as in [`Note::Creating`].
        n: u64,
    },
    /// A resource does not exist any more.
    Gone {
        /// The number of the creation, as in [`Note::Creating`].
        n: u64,
        /// The id of the resource.
        id: String,
    },
    /// The account has nothing new of the kind: no resource of unknown id was created. Those of known ids may exist.
    Refuted {
        /// The number of the creation, as in [`Note::Creating`].
        n: u64,
    },
    /// Nothing of the creation exists any more.
    Settled {
        /// The number of the creation, as in [`Note::Creating`].
        n: u64,
    },
}

/// Why a journal cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// It cannot be written: nothing may be created without it.
    #[error("cannot write the journal {path}, so nothing more is created: {source}", path = path.display())]
    Write {
        /// The path of the file `journal.ndjson`.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// Another process holds it: the run is alive, or another sweep of it is.
    #[error("{path} is in use: the run, or another sweep of it, is still running; wait until it ends", path = path.display())]
    InUse {
        /// The path of the file `journal.ndjson`.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("cannot read the journal {path}: {source}", path = path.display())]
    Read {
        /// The path of the file `journal.ndjson`.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A line that is not the last is not a note.
    #[error("{path}:{line}: not a line of a journal: {reason}", path = path.display())]
    Line {
        /// The path of the file `journal.ndjson`.
        path: PathBuf,
        /// The number of the line, counted from 1.
        line: usize,
        /// The parser's error message.
        reason: String,
    },
    /// The first line does not name the run.
    #[error("{path}: the first line must name the run; is this a run directory?", path = path.display())]
    Nameless {
        /// The path of the file `journal.ndjson`.
        path: PathBuf,
    },
}

/// A journal that is being written. It also numbers the creations of the run.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    redactor: Redactor,
    next: AtomicU64,
    /// The lock of one that is resumed.
    held: Option<File>,
    /// The ids of everything that was created.
    created: Mutex<HashSet<String>>,
    /// Creation -> how many of its resources may exist.
    open: Mutex<HashMap<u64, usize>>,
}

impl Journal {
    /// Creates the journal of a run in its directory.
    pub(crate) fn create(directory: &Path, run: &RunName, redactor: Redactor) -> Result<Self, JournalError> {
        let journal = Self::open(directory, redactor, true)?;
        lock(&journal.file.lock(), &journal.path)?;
        journal.note(Note::Run { run: run.to_string(), shard: run.shard() })?;
        Ok(journal)
    }

    /// Opens the journal of a run that was killed, to append after its last complete line. `held`: its lock.
    pub(crate) fn resume(directory: &Path, redactor: Redactor, held: File) -> Result<Self, JournalError> {
        let journal = Self::open(directory, redactor, false)?;
        let whole = std::fs::read(&journal.path)
            .map(|bytes| bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1));
        let cut = whole.and_then(|length| journal.file.lock().set_len(length as u64));
        cut.map_err(|source| JournalError::Write { path: journal.path.clone(), source })?;
        let mut next = 1;
        for note in journal.notes()? {
            match note {
                Note::Creating { n, .. } | Note::Restore { n, .. } => next = next.max(n + 1),
                Note::Created { ids, .. } => journal.created.lock().extend(ids),
                _ => {}
            }
        }
        Ok(Journal { next: AtomicU64::new(next), held: Some(held), ..journal })
    }

    fn open(directory: &Path, redactor: Redactor, is_new: bool) -> Result<Self, JournalError> {
        let path = directory.join(FILE);
        let file = OpenOptions::new().append(true).create(is_new).open(&path);
        let file = Mutex::new(file.map_err(|source| JournalError::Write { path: path.clone(), source })?);
        let (next, created, open) = (AtomicU64::new(1), Mutex::default(), Mutex::default());
        Ok(Journal { path, file, redactor, next, held: None, created, open })
    }

    /// Lets others open it: nothing more is noted.
    pub(crate) fn release(&self) {
        // A file system without locks has nothing to release.
        let _ = self.file.lock().unlock();
        let _ = self.held.as_ref().map(File::unlock);
    }

    /// Whether a response reported that this run created the resource.
    pub(crate) fn has_created(&self, id: &str) -> bool {
        self.created.lock().contains(id)
    }

    /// The number of the next creation, over all endpoints of the run.
    pub(crate) fn next_number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// How many resources may exist, by the notes so far.
    pub(crate) fn open_resources(&self) -> usize {
        self.open.lock().values().sum()
    }

    fn count(&self, note: &Note) {
        let mut open = self.open.lock();
        match note {
            Note::Creating { n, .. } => drop(open.insert(*n, 1)),
            Note::Created { n, ids, .. } => {
                self.created.lock().extend(ids.iter().cloned());
                open.insert(*n, ids.len().max(1));
            }
            Note::Gone { n, .. } => {
                open.entry(*n).and_modify(|left| *left = left.saturating_sub(1));
            }
            Note::Rejected { n } | Note::Settled { n } => drop(open.remove(n)),
            Note::Run { .. }
            | Note::Inventory { .. }
            | Note::Companions { .. }
            | Note::Attached { .. }
            | Note::Refuted { .. }
            | Note::Restore { .. } => {}
        }
    }

    /// Appends a note. A note of a creation is on the disk when this returns.
    pub(crate) fn note(&self, note: Note) -> Result<(), JournalError> {
        self.count(&note);
        let durable = matches!(note, Note::Creating { .. } | Note::Restore { .. } | Note::Run { .. });
        let mut line = serde_json::to_string(&self.redacted(note))
            .map_err(|error| JournalError::Write { path: self.path.clone(), source: error.into() })?;
        line.push('\n');
        let mut file = self.file.lock();
        file.write_all(line.as_bytes())
            .and_then(|()| if durable { file.sync_data() } else { Ok(()) })
            .map_err(|source| JournalError::Write { path: self.path.clone(), source })
    }

    /// All notes so far, after the one that names the run.
    pub(crate) fn notes(&self) -> Result<Vec<Note>, JournalError> {
        // Every note ends with a line break; none is cut while the lock is held.
        let _file = self.file.lock();
        read(self.path.parent().unwrap_or(Path::new("."))).map(|(_, notes)| notes)
    }

    fn redacted(&self, mut note: Note) -> Note {
        match &mut note {
            Note::Creating { request: value, .. }
            | Note::Restore { request: value, .. }
            | Note::Created { response: value, .. } => {
                self.redactor.redact_value(value);
            }
            _ => {}
        }
        note
    }
}

/// Locks the journal of a run directory, until the file is closed.
///
/// # Errors
/// There is no journal, or another process holds it.
pub(crate) fn hold(directory: &Path) -> Result<File, JournalError> {
    let path = directory.join(FILE);
    let file = File::open(&path).map_err(|source| JournalError::Read { path: path.clone(), source })?;
    lock(&file, &path)?;
    Ok(file)
}

/// Held until the file is closed. A file system without locks holds nobody up.
fn lock(file: &File, path: &Path) -> Result<(), JournalError> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse { path: path.to_owned() }),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Reads the journal of a run directory: the run's name, and all notes after it.
pub(crate) fn read(directory: &Path) -> Result<(RunName, Vec<Note>), JournalError> {
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
        Some(Note::Run { run, shard }) => {
            let run = RunName::of_shard(run.clone(), *shard);
            notes.remove(0);
            Ok((run, notes))
        }
        _ => Err(JournalError::Nameless { path }),
    }
}
