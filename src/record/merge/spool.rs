//! The entries of shards, scenario by scenario, in a file until all of them are read.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use zstd::bulk;

use crate::lines::Lines;
use crate::merge::error::MergeError;
use crate::merge::merged::ShardEnd;
use crate::reader::RunReader;
use crate::{Entry, RunCheck, ScenarioKey, Subject};

/// zstd's fastest ordinary level.
const LEVEL: i32 = 1;

/// Where the entries of a subject belong: by what it is, when it ended and began, and its key.
type Place = (u8, u64, u64, ScenarioKey);

/// The entries of subjects, in the order in which they ended in their shards.
pub(super) struct Spool {
    path: PathBuf,
    file: File,
    length: u64,
    index: Vec<(Place, Spooled)>,
}

struct Spooled {
    offset: u64,
    length: usize,
    /// Before compression.
    bytes: usize,
    entries: u64,
}

/// The entries of a subject that has not ended.
#[derive(Default)]
struct Open {
    started_ms: u64,
    lines: Vec<u8>,
    entries: u64,
}

/// What was read of a shard.
pub(super) struct ReadShard {
    pub(super) end: ShardEnd,
    pub(super) entries: u64,
    /// The last time that an entry states.
    pub(super) last_ms: u64,
}

impl Spool {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
        Ok(Spool { path: path.to_owned(), file, length: 0, index: Vec::new() })
    }

    pub(super) fn take(&mut self, mut reader: RunReader, out: &Path) -> Result<ReadShard, MergeError> {
        let failed = |source| MergeError::Write { path: out.to_owned(), source };
        let mut open: HashMap<ScenarioKey, Open> = HashMap::new();
        let mut read = ReadShard { end: ShardEnd::CutShort, entries: 0, last_ms: 0 };
        while let Some((entry, line)) = reader.next_line()? {
            read.entries += 1;
            let key = match &entry {
                Entry::RunEnded { at_ms, interrupted } => {
                    read.last_ms = *at_ms;
                    read.end = if *interrupted { ShardEnd::Interrupted } else { ShardEnd::Complete };
                    continue;
                }
                Entry::RunStarted(_) | Entry::RunResumed { .. } => continue,
                of_subject => match key(of_subject) {
                    Some(key) => key.clone(),
                    None => continue,
                },
            };
            let of_subject = open.entry(key.clone()).or_default();
            if let Entry::ScenarioStarted { at_ms, .. } = &entry {
                of_subject.started_ms = *at_ms;
            }
            of_subject.lines.extend_from_slice(&line);
            of_subject.entries += 1;
            if let Entry::ScenarioEnded { at_ms, .. } = &entry {
                read.last_ms = read.last_ms.max(*at_ms);
                let ended = open.remove(&key).unwrap_or_default();
                self.add((rank(&key), *at_ms, ended.started_ms, key), &ended).map_err(failed)?;
            }
        }
        let mut left: Vec<_> = open.into_iter().collect();
        left.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (key, of_subject) in left {
            read.last_ms = read.last_ms.max(of_subject.started_ms);
            self.add((rank(&key), u64::MAX, of_subject.started_ms, key), &of_subject).map_err(failed)?;
        }
        Ok(read)
    }

    fn add(&mut self, place: Place, of_subject: &Open) -> io::Result<()> {
        let packed = bulk::compress(&of_subject.lines, LEVEL)?;
        self.file.write_all(&packed)?;
        let (length, bytes, entries) = (packed.len(), of_subject.lines.len(), of_subject.entries);
        self.index.push((place, Spooled { offset: self.length, length, bytes, entries }));
        self.length += length as u64;
        Ok(())
    }

    /// Writes all of them in their order, and removes the file.
    pub(super) fn empty_into(mut self, lines: &mut Lines) -> io::Result<()> {
        self.index.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut packed = Vec::new();
        for (_, Spooled { offset, length, bytes, entries }) in &self.index {
            self.file.seek(SeekFrom::Start(*offset))?;
            packed.resize(*length, 0);
            io::Read::read_exact(&mut self.file, &mut packed)?;
            lines.add_lines(&bulk::decompress(&packed, *bytes)?, *entries)?;
        }
        fs::remove_file(&self.path)
    }
}

/// The subject that an entry is about.
fn key(entry: &Entry) -> Option<&ScenarioKey> {
    match entry {
        Entry::RunStarted(_) | Entry::RunResumed { .. } | Entry::RunEnded { .. } => None,
        Entry::ScenarioStarted { key, .. }
        | Entry::StepStarted { key, .. }
        | Entry::Observed { key, .. }
        | Entry::Waited { key, .. }
        | Entry::HookRun { key, .. }
        | Entry::Together { key, .. }
        | Entry::ClientRun { key, .. }
        | Entry::Blocked { key, .. }
        | Entry::CleanedUp { key, .. }
        | Entry::Inventory { key, .. }
        | Entry::ScenarioEnded { key, .. } => Some(key),
    }
}

/// The place of what it is, in the order in which a run ends them.
fn rank(key: &ScenarioKey) -> u8 {
    match key.scenario {
        Subject::RunCheck(RunCheck::Inventory) => 0,
        Subject::Scenario(_) | Subject::Sweep => 1,
        Subject::RunCheck(RunCheck::Pages) => 2,
        Subject::Fixture(_) => 3,
        Subject::RunCheck(RunCheck::Aftermath) => 4,
    }
}
