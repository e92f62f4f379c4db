//! Writes the merged run.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::Entry;
use crate::directory::{END, ENTRIES, EndedFile, HEAD, SHARDS, SUITE};
use crate::file::write_atomically;
use crate::lines::Lines;
use crate::merge::error::MergeError;
use crate::merge::merged::{Merged, MergedShard, ShardEnd};
use crate::merge::shards::{Parts, parts};
use crate::merge::spool::Spool;

/// Where the scenarios are kept in the order in which they are read.
const SPOOL: &str = "entries.part";

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
    let end = EndedFile { ended_at_ms, interrupted, entries: lines.entries };
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
