//! The recorder: takes entries as they happen and writes them in a thread of its own.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use parking_lot::Mutex;

use crate::directory::{END, ENTRIES, EndedFile, HEAD, SuiteFiles};
use crate::file::write_atomically;
use crate::lines::Lines;
use crate::queue::{Queue, Taken};
use crate::resume::{self, ResumeError};
use crate::{Entry, Redactor, RunHead};

/// Why a run cannot be recorded.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WriteError {
    /// The directory has a run already, and recorded runs are never changed.
    #[error("{} already contains a run; name another directory, or delete this one", path.display())]
    Taken {
        /// The directory that was named.
        path: PathBuf,
    },
    /// The directory, or a file in it, cannot be created.
    #[error("cannot create the run's directory {}: {source}", path.display())]
    SetUp {
        /// The directory that was named.
        path: PathBuf,
        /// The operating system's error.
        source: Arc<io::Error>,
    },
    /// Recording cannot continue, because the disk is full for instance. What was written before stays readable.
    #[error(
        "recording stopped: cannot write {}: {source}. What was recorded before is kept and can be read; free disk \
         space, or name a directory elsewhere, and run again", path.display()
    )]
    Write {
        /// The path of the file.
        path: PathBuf,
        /// The operating system's error.
        source: Arc<io::Error>,
    },
}

/// A run being recorded.
///
/// Dropped without [`RunWriter::finish`], it still writes the entries it was given; without a [`Entry::RunEnded`] among
/// them the recorded run counts as cut short.
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
    /// Creates a run's directory with `run.json`, copies of the suite's files and the file of entries. The directory
    /// may exist, but must not contain a run.
    ///
    /// # Errors
    /// The directory contains a run, or a file cannot be written.
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
        RunWriter::begin(directory.clone(), lines, redactor).map_err(failed)
    }

    /// Goes on with the run in a directory, which must not go on elsewhere: entries follow the last that are there as a
    /// whole. `head` is the run's, with the time at which it is resumed.
    ///
    /// # Errors
    /// What was recorded cannot be read, or the files cannot be written.
    pub fn resume(directory: impl Into<PathBuf>, head: &RunHead, redactor: Redactor) -> Result<Self, ResumeError> {
        let directory = directory.into();
        let mut head = head.clone();
        redactor.redact_head(&mut head);
        let lines = resume::reopen(&directory, &head)?;
        let failed = |source| ResumeError::Write { path: directory.clone(), source };
        RunWriter::begin(directory.clone(), lines, redactor).map_err(failed)
    }

    fn begin(directory: PathBuf, lines: Lines, redactor: Redactor) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let path = directory.join(ENTRIES);
        let write = {
            let shared = shared.clone();
            move || write(lines, &shared, &path)
        };
        let thread = std::thread::Builder::new().name("recorder".into()).spawn(write)?;
        Ok(RunWriter { redactor, shared, thread: Some(thread), directory, ended: None })
    }

    /// Redacts an entry, queues it for writing and returns it as it is written, so that reports and verdicts of a
    /// running run rest on what is recorded.
    ///
    /// Blocks only when the disk is 64 MiB behind. After a failure ([`RunWriter::failed`]) nothing is written.
    pub fn write(&mut self, mut entry: Entry) -> Arc<Entry> {
        self.redactor.redact_entry(&mut entry);
        if let Entry::RunEnded { at_ms, interrupted } = &entry {
            self.ended = Some((*at_ms, *interrupted));
        }
        let entry = Arc::new(entry);
        self.shared.queue.push(entry.clone());
        entry
    }

    /// Why recording stopped; absent while it goes on.
    pub fn failed(&self) -> Option<WriteError> {
        self.shared.done.lock().failed.clone()
    }

    /// Waits until everything is on the disk, and writes the run's end (`ended.json`).
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.join();
        let done = std::mem::take(&mut *self.shared.done.lock());
        if let Some(error) = done.failed {
            return Err(error);
        }
        let Some((ended_at_ms, interrupted)) = self.ended else { return Ok(()) };
        let end = EndedFile { ended_at_ms, interrupted, entries: done.entries };
        let failed = |source: io::Error| WriteError::Write { path: self.directory.join(END), source: Arc::new(source) };
        write_atomically(&self.directory.join(END), |out| Ok(serde_json::to_writer_pretty(out, &end)?)).map_err(failed)
    }

    fn join(&mut self) {
        self.shared.queue.close();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            let source = Arc::new(io::Error::other("the recorder panicked; see standard error"));
            let failed = WriteError::Write { path: self.directory.join(ENTRIES), source };
            self.shared.done.lock().failed.get_or_insert(failed);
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
        suite.write(directory, |bytes| redactor.redact_literals(&bytes).unwrap_or(bytes))?;
    }
    let file: File = OpenOptions::new().write(true).create(true).truncate(true).open(directory.join(ENTRIES))?;
    let lines = Lines::new(file)?;
    // Last: a directory with a head is a run.
    let mut head = head.clone();
    redactor.redact_head(&mut head);
    write_atomically(&directory.join(HEAD), |out| {
        serde_json::to_writer_pretty(&mut *out, &head)?;
        out.write_all(b"\n")
    })?;
    Ok(lines)
}

/// The recorder's thread.
fn write(mut lines: Lines, shared: &Shared, path: &Path) {
    // However this thread ends, in a panic too: nobody may wait for room in a queue that nobody empties.
    let _abandon = Abandon(&shared.queue);
    let written = write_all(&mut lines, &shared.queue);
    let mut done = shared.done.lock();
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
