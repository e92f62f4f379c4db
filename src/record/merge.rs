//! One recorded run from those of its shards.
//!
//! The entries of a scenario follow each other in the merged run, ordered by what they are (inventory, scenarios, pages,
//! fixtures of the run, aftermath), then by the time at which they ended: the order depends on the entries alone, not on
//! how many shards there were. Memory holds the scenarios that have not ended, and an index of the others.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zstd::bulk;

use crate::directory::{END, ENTRIES, End, HEAD, SHARDS, SUITE};
use crate::file::write_atomically;
use crate::lines::Lines;
use crate::newest::NewestError;
use crate::reader::{ReadError, RunReader};
use crate::{Entry, RunCheck, RunHead, ScenarioKey, Shard, Subject};

/// Where the scenarios are kept in the order in which they are read.
const SPOOL: &str = "entries.part";
/// zstd's fastest ordinary level.
const LEVEL: i32 = 1;

/// Why runs cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A run cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No run is named.
    #[error("there is no run to merge: name the directories that `ec2-compat run --shard` wrote")]
    Nothing,
    /// A run is not one of several shards.
    #[error("{} is a whole run, and no shard of one (`run --shard K/N`)", path.display())]
    Whole {
        /// Its directory.
        path: PathBuf,
    },
    /// Two runs are not shards of the same run.
    #[error("{} is not of the same run as {}: its {what} is {found}, and not {expected}", path.display(), first.display())]
    Different {
        /// The directory of the first shard.
        first: PathBuf,
        /// The directory of the other one.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// That of the other one.
        found: String,
        /// That of the first.
        expected: String,
    },
    /// A shard is there twice.
    #[error("shard {shard} is there twice: {} and {}; name the one that counts", first.display(), second.display())]
    Doubled {
        /// Which one.
        shard: Shard,
        /// The directory of one.
        first: PathBuf,
        /// The directory of the other.
        second: PathBuf,
    },
    /// The directory has a run already, and recorded runs are never changed.
    #[error("{} already contains a run; name another directory, or delete this one", path.display())]
    Taken {
        /// The directory that was named.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("cannot write to {}: {source}", path.display())]
    Write {
        /// The merged run's directory.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
}

/// A run that was merged.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Its head: that of a whole run.
    pub head: RunHead,
    /// Its shards, those that are missing included, by number.
    pub shards: Vec<MergedShard>,
}

/// A shard of a merged run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedShard {
    /// Its number, counted from 1.
    pub number: u32,
    /// Its directory; absent where it is missing.
    #[serde(skip)]
    pub directory: Option<PathBuf>,
    /// How it ended.
    pub end: ShardEnd,
    /// The number of its entries.
    pub entries: u64,
}

/// How a shard of a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShardEnd {
    /// All of it ran.
    Complete,
    /// Somebody stopped it.
    Interrupted,
    /// It was killed.
    CutShort,
    /// There is no recorded run of it.
    Missing,
}

impl Merged {
    /// Whether something did not run: a shard is missing, or did not come to its end.
    pub fn is_partial(&self) -> bool {
        self.shards.iter().any(|shard| shard.end != ShardEnd::Complete)
    }
}

/// Makes one run of the shards in these directories, in a directory that has none. Shards that are missing, or did not come
/// to their end, make it one that was interrupted.
///
/// # Errors
/// They are not shards of the same run, one is there twice, one cannot be read, or the run cannot be written.
pub fn merge(directories: &[PathBuf], out: &Path) -> Result<Merged, MergeError> {
    if out.join(HEAD).exists() {
        return Err(MergeError::Taken { path: out.to_owned() });
    }
    let Parts { head, readers, of } = parts(directories)?;
    let failed = |source| MergeError::Write { path: out.to_owned(), source };
    fs::create_dir_all(out).map_err(failed)?;
    let first = readers.values().next().map(|(directory, _)| directory.join(SUITE));
    first.map_or(Ok(()), |suite| copy(&suite, &out.join(SUITE))).map_err(failed)?;
    let mut spool = Spool::create(&out.join(SPOOL)).map_err(failed)?;
    let mut shards = Vec::new();
    let (mut ended_at_ms, mut readers) = (head.at_ms, readers);
    for number in 1..=of {
        let Some((directory, reader)) = readers.remove(&number) else {
            shards.push(MergedShard { number, directory: None, end: ShardEnd::Missing, entries: 0 });
            continue;
        };
        let read = spool.take(reader, out)?;
        ended_at_ms = ended_at_ms.max(read.last_ms);
        shards.push(MergedShard { number, directory: Some(directory), end: read.end, entries: read.entries });
    }
    let merged = Merged { head, shards };
    write(&merged, spool, ended_at_ms, out).map_err(failed)?;
    Ok(merged)
}

/// The shards of a merged run; none of a run that is not.
///
/// # Errors
/// Their file cannot be read, or is no such file.
pub fn merged_shards(directory: &Path) -> io::Result<Vec<MergedShard>> {
    match fs::read(directory.join(SHARDS)) {
        Ok(text) => Ok(serde_json::from_slice(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The directories of the runs that are named: each itself, or all runs right below it, sorted.
///
/// # Errors
/// A directory is no run and contains none, or cannot be read.
pub fn shard_directories(named: &[PathBuf]) -> Result<Vec<PathBuf>, NewestError> {
    let mut found = Vec::new();
    for path in named {
        if path.join(HEAD).is_file() {
            found.push(path.clone());
            continue;
        }
        let unreadable = |source| NewestError::Read { path: path.clone(), source };
        let mut below = Vec::new();
        for entry in fs::read_dir(path).map_err(unreadable)? {
            below.push(entry.map_err(unreadable)?.path());
        }
        below.retain(|below| below.join(HEAD).is_file());
        below.sort();
        if below.is_empty() {
            return Err(NewestError::None { path: path.clone() });
        }
        found.extend(below);
    }
    Ok(found)
}

/// The shards of one run.
struct Parts {
    /// Of the whole run.
    head: RunHead,
    /// By number.
    readers: BTreeMap<u32, (PathBuf, RunReader)>,
    of: u32,
}

fn parts(directories: &[PathBuf]) -> Result<Parts, MergeError> {
    let mut readers: BTreeMap<u32, (PathBuf, RunReader)> = BTreeMap::new();
    let mut whole: Option<(PathBuf, RunHead)> = None;
    for path in directories {
        let reader = RunReader::open(path)?;
        let head = reader.head().clone();
        let Some(shard) = head.shard.as_ref().map(|one| one.shard) else {
            return Err(MergeError::Whole { path: path.clone() });
        };
        match &mut whole {
            None => whole = Some((path.clone(), head)),
            Some((first, expected)) => {
                if let Some((what, found, expected)) = difference(&head, expected) {
                    return Err(MergeError::Different {
                        first: first.clone(),
                        path: path.clone(),
                        what,
                        found,
                        expected,
                    });
                }
                expected.at_ms = expected.at_ms.min(head.at_ms);
            }
        }
        if let Some((first, _)) = readers.insert(shard.number, (path.clone(), reader)) {
            return Err(MergeError::Doubled { shard, first, second: path.clone() });
        }
    }
    let Some((_, mut head)) = whole else { return Err(MergeError::Nothing) };
    let Some(shard) = head.shard.take() else { return Err(MergeError::Nothing) };
    head.selected = shard.scenarios;
    Ok(Parts { head, readers, of: shard.shard.of })
}

/// What keeps two runs from being shards of the same one: what differs, that of the one, that of the other.
fn difference(one: &RunHead, other: &RunHead) -> Option<(&'static str, String, String)> {
    let (own, its) = (one.shard.as_ref()?, other.shard.as_ref()?);
    let texts = |head: &RunHead, split: &str| -> [(&'static str, String); 6] {
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        [
            ("suite", head.suite.clone()),
            ("version of ec2-compat", head.tool.clone()),
            // The name is made of it where nobody names the run.
            ("split (of which this is the digest: suite, selection, number of shards, durations)", split.to_owned()),
            ("name", head.run.clone()),
            ("endpoint", json(serde_json::to_string(&head.endpoints))),
            ("course", json(serde_json::to_string(&head.course))),
        ]
    };
    let first = [("number of shards", own.shard.of.to_string(), its.shard.of.to_string())];
    let others = texts(one, &own.split)
        .into_iter()
        .zip(texts(other, &its.split))
        .map(|((what, own), (_, its))| (what, own, its));
    first.into_iter().chain(others).find(|(_, own, its)| own != its)
}

/// Where the entries of a subject belong: by what it is, when it ended and began, and its key.
type Place = (u8, u64, u64, ScenarioKey);

/// The entries of subjects, in the order in which they ended in their shards.
struct Spool {
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
struct ReadShard {
    end: ShardEnd,
    entries: u64,
    /// The last time that an entry states.
    last_ms: u64,
}

impl Spool {
    fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
        Ok(Spool { path: path.to_owned(), file, length: 0, index: Vec::new() })
    }

    fn take(&mut self, mut reader: RunReader, out: &Path) -> Result<ReadShard, MergeError> {
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
    fn empty_into(mut self, lines: &mut Lines) -> io::Result<()> {
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

/// The head of the directory comes last: a directory without one is no run.
fn write(merged: &Merged, spool: Spool, ended_at_ms: u64, out: &Path) -> io::Result<()> {
    let line = |entry: &Entry| -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        Ok(line)
    };
    let interrupted = merged.is_partial();
    let mut lines = Lines::new(File::create(out.join(ENTRIES))?)?;
    lines.add_lines(&line(&Entry::RunStarted(Box::new(merged.head.clone())))?, 1)?;
    spool.empty_into(&mut lines)?;
    lines.add_lines(&line(&Entry::RunEnded { at_ms: ended_at_ms, interrupted })?, 1)?;
    lines.flush()?;
    lines.sync()?;
    let end = End { ended_at_ms, interrupted, entries: lines.entries };
    write_atomically(&out.join(SHARDS), |file| -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *file, &merged.shards)?;
        file.write_all(b"\n")
    })?;
    write_atomically(&out.join(END), |file| -> io::Result<()> { Ok(serde_json::to_writer_pretty(file, &end)?) })?;
    write_atomically(&out.join(HEAD), |file| {
        serde_json::to_writer_pretty(&mut *file, &merged.head)?;
        file.write_all(b"\n")
    })
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

/// Copies a folder with all that is in it; one that does not exist is none.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    fs::create_dir_all(to)?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
