//! The shards of one run: where they are, and whether they belong together.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::RunHead;
use crate::directory::HEAD;
use crate::merge::error::MergeError;
use crate::newest::NewestError;
use crate::reader::RunReader;

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
pub(super) struct Parts {
    /// Of the whole run.
    pub(super) head: RunHead,
    /// By number.
    pub(super) readers: BTreeMap<u32, (PathBuf, RunReader)>,
    /// How many shards the run has, the missing ones included.
    pub(super) of: u32,
}

pub(super) fn parts(directories: &[PathBuf]) -> Result<Parts, MergeError> {
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
