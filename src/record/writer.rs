//! The recorder: takes entries as they happen, and writes them in a thread of its own.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::directory::{END, ENTRIES, End, HEAD, SuiteFiles, write_whole};
use crate::lines::Lines;
use crate::queue::{Queue, Taken};
use crate::{Entry, Redactor, RunHead};

/// Why a run cannot be recorded.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WriteError {
    /// There is a run in the directory already, and a run is never changed.
    #[error("{} holds a run already; name another directory, or delete this one", path.display())]
    Taken {
        /// The directory.
        path: PathBuf,
    },
    /// The directory, or a file in it, cannot be made.
    #[error("the run's directory {} cannot be set up: {source}", path.display())]
    SetUp {
        /// The directory.
        path: PathBuf,
        /// The system's reason.
        source: Arc<io::Error>,
    },
    /// The record cannot be written on: the disk is full, say. What was written before stays readable.
    #[error(
        "the run cannot be recorded any further: {}: {source}. What was recorded before that is kept and can be \
         read; make room, or name a directory elsewhere, and run again", path.display()
    )]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: Arc<io::Error>,
    },
}

/// A run being recorded.
///
/// Dropped without [`RunWriter::finish`] it still writes what it was given; the record then counts as cut
/// short if the run's last entry was not among it.
#[derive(Debug)]
pub struct RunWriter {
    redactor: Redactor,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    directory: PathBuf,
    ended: Option<(u64, bool)>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Queue,
    done: Mutex<Done>,
}

#[derive(Debug, Default)]
struct Done {
    entries: u64,
    failed: Option<WriteError>,
}

impl RunWriter {
    /// Sets up a run's directory, which may exist but holds no run: `run.json`, copies of the suite's files,
    /// the file of entries.
    ///
    /// # Errors
    /// There is a run already, or a file cannot be written.
    pub fn create(
        directory: impl Into<PathBuf>,
        head: &RunHead,
        redactor: Redactor,
        suite: Option<&SuiteFiles>,
    ) -> Result<Self, WriteError> {
        let directory = directory.into();
        if directory.join(HEAD).exists() {
            return Err(WriteError::Taken { path: directory });
        }
        let failed = |source: io::Error| WriteError::SetUp { path: directory.clone(), source: Arc::new(source) };
        let lines = set_up(&directory, head, &redactor, suite).map_err(failed)?;
        let shared = Arc::new(Shared::default());
        let path = directory.join(ENTRIES);
        let ours = shared.clone();
        let write = move || write(lines, &ours, &path);
        let thread = std::thread::Builder::new().name("recorder".into()).spawn(write).map_err(failed)?;
        Ok(RunWriter { redactor, shared, thread: Some(thread), directory, ended: None })
    }

    /// Takes secrets out of an entry, hands it over to be written, and returns it as it is written: whoever
    /// shows or judges it sees what the record holds.
    ///
    /// Waits only when the disk is 64 MiB behind. After a failure ([`RunWriter::failed`]) nothing is written.
    pub fn write(&mut self, mut entry: Entry) -> Arc<Entry> {
        self.redactor.redact_entry(&mut entry);
        if let Entry::RunEnded { at_ms, interrupted } = &entry {
            self.ended = Some((*at_ms, *interrupted));
        }
        let entry = Arc::new(entry);
        self.shared.queue.push(entry.clone());
        entry
    }

    /// Why nothing is written any more, as soon as that is so.
    pub fn failed(&self) -> Option<WriteError> {
        self.shared.done.lock().unwrap_or_else(PoisonError::into_inner).failed.clone()
    }

    /// Waits until all is on the disk, and notes the run's end (`ended.json`).
    ///
    /// # Errors
    /// Something could not be written.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.join();
        let done = std::mem::take(&mut *self.shared.done.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(error) = done.failed {
            return Err(error);
        }
        let Some((ended_at_ms, interrupted)) = self.ended else { return Ok(()) };
        let end = End { ended_at_ms, interrupted, entries: done.entries };
        let failed = |source: io::Error| WriteError::Write { path: self.directory.join(END), source: Arc::new(source) };
        let text = serde_json::to_vec_pretty(&end).map_err(|error| failed(error.into()))?;
        write_whole(&self.directory, END, &text).map_err(failed)
    }

    fn join(&mut self) {
        self.shared.queue.close();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            let source = Arc::new(io::Error::other("the recorder panicked; standard error says where"));
            let failed = WriteError::Write { path: self.directory.join(ENTRIES), source };
            self.shared.done.lock().unwrap_or_else(PoisonError::into_inner).failed.get_or_insert(failed);
        }
    }
}

impl Drop for RunWriter {
    fn drop(&mut self) {
        self.join();
    }
}

fn set_up(directory: &Path, head: &RunHead, redactor: &Redactor, suite: Option<&SuiteFiles>) -> io::Result<Lines> {
    fs::create_dir_all(directory)?;
    if let Some(suite) = suite {
        suite.copy(directory, |bytes| redactor.redact_literals(&bytes).unwrap_or(bytes))?;
    }
    let file: File = OpenOptions::new().write(true).create(true).truncate(true).open(directory.join(ENTRIES))?;
    let lines = Lines::new(file)?;
    // Last: a directory with a head is a run.
    let mut head = head.clone();
    redactor.redact_head(&mut head);
    let mut text = serde_json::to_vec_pretty(&head)?;
    text.push(b'\n');
    write_whole(directory, HEAD, &text)?;
    Ok(lines)
}

/// The recorder's thread: all entries, then the end.
fn write(mut lines: Lines, shared: &Shared, path: &Path) {
    // Whatever ends this thread, a panic too: nobody may wait for room in a queue that nobody empties.
    let _abandon = Abandon(&shared.queue);
    let written = write_all(&mut lines, &shared.queue);
    let mut done = shared.done.lock().unwrap_or_else(PoisonError::into_inner);
    done.entries = lines.entries;
    done.failed = written.err().map(|source| WriteError::Write { path: path.to_owned(), source: Arc::new(source) });
}

fn write_all(lines: &mut Lines, queue: &Queue) -> io::Result<()> {
    loop {
        match queue.take(lines.due()) {
            Taken::Entry(entry) => lines.add(&entry)?,
            Taken::Nothing => lines.flush()?,
            Taken::Closed => {
                lines.flush()?;
                return lines.sync();
            }
        }
    }
}

struct Abandon<'a>(&'a Queue);

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}
