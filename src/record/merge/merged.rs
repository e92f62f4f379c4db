//! A merged run, and how each of its shards ended.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::RunHead;
use crate::directory::SHARDS;

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
    /// Whether all of it ran, and if not, why.
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
    /// It was interrupted, and recorded that.
    Interrupted,
    /// It has no last entry: it was killed.
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
