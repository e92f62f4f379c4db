//! Reads a recorded run entry by entry, in bounded memory, as far as it was written.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use zstd::stream::read::Decoder;

use crate::directory::{ENTRIES, FORMAT, HEAD, OLDEST_FORMAT, suite_roots};
use crate::{Entry, Observation, RunHead, ScenarioKey};

/// The longest line that is read, in bytes: an entry with the largest response that is recorded, escaped at its worst.
const LONGEST_LINE: u64 = 512 * 1024 * 1024;

/// Why a run cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The directory has no `run.json`.
    #[error("{} is not a run: it has no {HEAD}. Name the directory that `ec2-compat run` wrote", path.display())]
    NoRun {
        /// The directory that was named.
        path: PathBuf,
    },
    /// The head is not what its format requires.
    #[error("{}: not the head of a run: {reason}", path.display())]
    Head {
        /// The path of the file.
        path: PathBuf,
        /// The decoder's error.
        reason: String,
    },
    /// The run was recorded in a format that is not from [`OLDEST_FORMAT`] to [`FORMAT`].
    #[error(
        "{} was recorded in format {found} by ec2-compat {tool}, but this version reads formats {OLDEST_FORMAT} to {FORMAT}: {}",
        path.display(),
        if *found < FORMAT { "record the run again" } else { "use a newer version of ec2-compat" }
    )]
    Format {
        /// The directory that was named.
        path: PathBuf,
        /// The format number in its `run.json`.
        found: u32,
        /// The version of ec2-compat that recorded it.
        tool: String,
    },
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The path of the file.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// A part of the file of entries changed after it was written.
    #[error("{}: damaged in the frame at byte {offset}, after {entries} valid entries: {reason}", path.display())]
    Damaged {
        /// The path of the file.
        path: PathBuf,
        /// The first byte of the damaged frame.
        offset: u64,
        /// Number of entries before the damage.
        entries: u64,
        /// The decoder's error.
        reason: String,
    },
}

/// The entries of a recorded run, in the order in which they were written.
///
/// An iterator that holds one entry at a time; at its end [`RunReader::cut_short`] is known.
pub struct RunReader {
    directory: PathBuf,
    head: RunHead,
    frame: Frame,
    /// The first byte of the open frame.
    offset: u64,
    line: Vec<u8>,
    entries: u64,
    /// The bytes of all whole frames so far, and the entries in them.
    whole: (u64, u64),
    ended: bool,
}

enum Frame {
    Between(Counted),
    Within(Box<BufReader<Decoder<'static, Counted>>>),
    /// Nothing more is read.
    Over,
}

/// A file and the number of bytes that were read from it.
struct Counted {
    file: BufReader<File>,
    taken: u64,
}

impl RunReader {
    /// Opens a run's directory.
    ///
    /// # Errors
    /// The directory is not a run's, or the run was recorded in another format.
    pub fn open(directory: impl Into<PathBuf>) -> Result<Self, ReadError> {
        let directory = directory.into();
        let head = read_head(&directory)?;
        let path = directory.join(ENTRIES);
        let file = File::open(&path).map_err(|source| ReadError::Read { path, source })?;
        let frame = Frame::Between(Counted { file: BufReader::new(file), taken: 0 });
        Ok(RunReader { directory, head, frame, offset: 0, line: Vec::new(), entries: 0, whole: (0, 0), ended: false })
    }

    /// The run's head, `run.json`.
    pub fn head(&self) -> &RunHead {
        &self.head
    }

    /// The folder with copies of the suite's files, as the suite loader takes it; absent where none were copied.
    pub fn suite_roots(&self) -> Vec<PathBuf> {
        suite_roots(&self.directory)
    }

    /// Number of entries read so far.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Whether [`Entry::RunEnded`] was not read: the run was killed, or still goes on.
    pub fn cut_short(&self) -> bool {
        !self.ended
    }

    /// The bytes of all whole frames so far, and the number of entries in them.
    pub(crate) fn whole(&self) -> (u64, u64) {
        self.whole
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, ReadError> {
        let entry = self.read_entry()?;
        self.line.clear();
        Ok(entry)
    }

    /// The next entry, and its line as it was written.
    pub(crate) fn next_line(&mut self) -> Result<Option<(Entry, Vec<u8>)>, ReadError> {
        let entry = self.read_entry()?;
        let line = std::mem::take(&mut self.line);
        Ok(entry.map(|entry| (entry, line)))
    }

    /// Reads the next entry, and leaves its line.
    fn read_entry(&mut self) -> Result<Option<Entry>, ReadError> {
        while !self.line.ends_with(b"\n") {
            if !self.read_on()? {
                // A line without an end was being written.
                return Ok(None);
            }
        }
        let entry = parse(&self.line).map_err(|error| self.damaged(error.to_string()))?;
        self.entries += 1;
        self.ended = matches!(entry, Entry::RunEnded { .. });
        Ok(Some(entry))
    }

    /// Reads to the end of the line or of the frame; `false` at the end of what was written.
    fn read_on(&mut self) -> Result<bool, ReadError> {
        match std::mem::replace(&mut self.frame, Frame::Over) {
            Frame::Over => Ok(false),
            Frame::Between(mut file) => {
                self.offset = file.taken;
                if file.fill_buf().map_err(|source| self.unreadable(source))?.is_empty() {
                    return Ok(false);
                }
                let decoder = Decoder::with_buffer(file).map_err(|source| self.unreadable(source))?;
                self.frame = Frame::Within(Box::new(BufReader::new(decoder.single_frame())));
                Ok(true)
            }
            Frame::Within(mut frame) => {
                let room = LONGEST_LINE.saturating_sub(self.line.len() as u64);
                match frame.by_ref().take(room).read_until(b'\n', &mut self.line) {
                    Ok(0) if room == 0 => Err(self.damaged(format!("a line exceeds {LONGEST_LINE} bytes"))),
                    Ok(0) => {
                        let file = frame.into_inner().finish();
                        // A frame holds whole lines: all of them were taken before its end is read.
                        self.whole = (file.taken, self.entries);
                        self.frame = Frame::Between(file);
                        Ok(true)
                    }
                    Ok(_) => {
                        self.frame = Frame::Within(frame);
                        Ok(true)
                    }
                    // The file ends within the frame: it was being written.
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
                    Err(error) if error.raw_os_error().is_some() => Err(self.unreadable(error)),
                    Err(error) => Err(self.damaged(error.to_string())),
                }
            }
        }
    }

    fn unreadable(&self, source: io::Error) -> ReadError {
        ReadError::Read { path: self.directory.join(ENTRIES), source }
    }

    fn damaged(&self, reason: String) -> ReadError {
        let path = self.directory.join(ENTRIES);
        ReadError::Damaged { path, offset: self.offset, entries: self.entries, reason }
    }
}

impl Iterator for RunReader {
    type Item = Result<Entry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.next_entry().transpose();
        if !matches!(entry, Some(Ok(_))) {
            self.frame = Frame::Over;
            self.line.clear();
        }
        entry
    }
}

/// How the line of [`Entry::Observed`] begins.
const OBSERVED: &[u8] = br#"{"entry":"observed","#;

/// Parses a line. serde keeps a value whose kind is within it, and then reads it a second time; nearly all of a run are calls,
/// whose lines are read once.
fn parse(line: &[u8]) -> Result<Entry, serde_json::Error> {
    #[derive(Deserialize)]
    struct Observed {
        key: ScenarioKey,
        observation: Box<Observation>,
    }
    if line.starts_with(OBSERVED) {
        let Observed { key, observation } = serde_json::from_slice(line)?;
        return Ok(Entry::Observed { key, observation });
    }
    serde_json::from_slice(line)
}

impl std::fmt::Debug for RunReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunReader")
            .field("directory", &self.directory)
            .field("offset", &self.offset)
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.taken += count as u64;
        Ok(count)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.file.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount as u64;
        self.file.consume(amount);
    }
}

fn read_head(directory: &Path) -> Result<RunHead, ReadError> {
    /// The fields that all formats have in common.
    #[derive(Deserialize)]
    struct Format {
        format: u32,
        #[serde(default)]
        tool: String,
    }
    let path = directory.join(HEAD);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ReadError::NoRun { path: directory.to_owned() });
        }
        Err(source) => return Err(ReadError::Read { path, source }),
    };
    let wrong = |error: serde_json::Error| ReadError::Head { path: path.clone(), reason: error.to_string() };
    let Format { format, tool } = serde_json::from_slice(&text).map_err(wrong)?;
    if !(OLDEST_FORMAT..=FORMAT).contains(&format) {
        return Err(ReadError::Format { path: directory.to_owned(), found: format, tool });
    }
    serde_json::from_slice(&text).map_err(wrong)
}
