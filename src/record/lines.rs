//! Entries as lines of JSON in zstd frames.

use std::fs::File;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use zstd::bulk::Compressor;
use zstd::zstd_safe::CParameter;

use crate::Entry;

/// A frame is closed when it has this many bytes before compression...
const FRAME: usize = 128 * 1024;
/// ... or when its first entry is this old: the time that a killed run loses.
const FRAME_AGE: Duration = Duration::from_millis(250);
/// zstd's fastest ordinary level. An entry of 3.4 kB with an id and a signature of its own takes 207 bytes and
/// 2 microseconds; at level 3 221 bytes and 3 microseconds, at level 5 242 and 9, at level -1 337 and 2.
const LEVEL: i32 = 1;

/// The file of entries, being written. Each frame holds whole lines and a checksum, and can be read alone.
pub(crate) struct Lines {
    file: File,
    compressor: Compressor<'static>,
    frame: Vec<u8>,
    begun: Option<Instant>,
    /// The length of the file up to its last whole frame.
    length: u64,
    /// The entries written, those in the open frame included.
    pub(crate) entries: u64,
}

impl Lines {
    /// Writes to `file`, which must be empty.
    pub(crate) fn new(file: File) -> io::Result<Self> {
        Lines::after(file, 0, 0)
    }

    /// Appends to `file`, which has so many bytes of whole frames and as many entries in them.
    pub(crate) fn after(file: File, length: u64, entries: u64) -> io::Result<Self> {
        let mut compressor = Compressor::new(LEVEL)?;
        compressor.set_parameter(CParameter::ChecksumFlag(true))?;
        Ok(Lines { file, compressor, frame: Vec::with_capacity(FRAME * 2), begun: None, length, entries })
    }

    /// When the open frame must be closed; absent where none is open.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.begun.map(|begun| begun + FRAME_AGE)
    }

    pub(crate) fn add(&mut self, entry: &Entry) -> io::Result<()> {
        serde_json::to_writer(&mut self.frame, entry)?;
        self.frame.push(b'\n');
        self.entries += 1;
        let begun = *self.begun.get_or_insert_with(Instant::now);
        let last = matches!(entry, Entry::RunEnded { .. });
        if last || self.frame.len() >= FRAME || begun.elapsed() >= FRAME_AGE {
            return self.flush();
        }
        Ok(())
    }

    /// Adds so many entries that are lines already. When frames are closed depends on nothing but the lines.
    pub(crate) fn add_lines(&mut self, lines: &[u8], entries: u64) -> io::Result<()> {
        self.frame.extend_from_slice(lines);
        self.entries += entries;
        if self.frame.len() >= FRAME { self.flush() } else { Ok(()) }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.begun = None;
        if self.frame.is_empty() {
            return Ok(());
        }
        let frame = self.compressor.compress(&self.frame)?;
        self.frame.clear();
        if let Err(error) = self.file.write_all(&frame) {
            // A whole frame or none; where the file cannot be truncated, the reader accepts half a frame at the end.
            let _ = self.file.set_len(self.length);
            return Err(error);
        }
        self.length += frame.len() as u64;
        Ok(())
    }

    /// Brings all that was written to the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}
