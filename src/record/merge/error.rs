//! Why runs cannot be merged.

use std::io;
use std::path::PathBuf;

use crate::Shard;
use crate::reader::ReadError;

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
        /// The directory of the run that is whole.
        path: PathBuf,
    },
    /// Two runs are not shards of the same run.
    #[error("{} is not of the same run as {}: its {what} is {found}, and not {expected}", path.display(), first.display())]
    Different {
        /// The directory of the first shard.
        first: PathBuf,
        /// The directory of the other one.
        path: PathBuf,
        /// What differs: `suite`, `number of shards`.
        what: &'static str,
        /// That of the other one.
        found: String,
        /// That of the first.
        expected: String,
    },
    /// A shard is there twice.
    #[error("shard {shard} is there twice: {} and {}; name the one that counts", first.display(), second.display())]
    Doubled {
        /// The number that both have.
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
