//! Shards: the parts of one run that several machines run at the same time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::ScenarioId;
use crate::run_name::run_name;

/// The most shards of a run.
const MOST: u32 = 1_000;

/// One of so many parts of a run: `2/3` as people write it.
///
/// ```
/// use record::Shard;
///
/// let shard: Shard = "2/3".parse().expect("the second of three");
/// assert_eq!((shard.number, shard.of), (2, 3));
/// assert_eq!((1..=3).map(|number| Shard { number, of: 3 }.share(8)).collect::<Vec<_>>(), [3, 3, 2]);
/// assert!("0/3".parse::<Shard>().is_err() && "4/3".parse::<Shard>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, counted from 1.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
}

impl Shard {
    /// The name under which the check after clean-up binds the number of the shard that makes it.
    pub const BINDING: &str = "shard";

    /// The part of this number; absent where there is none, or too many.
    pub fn new(number: u32, of: u32) -> Option<Self> {
        ((1..=MOST).contains(&of) && (1..=of).contains(&number)).then_some(Shard { number, of })
    }

    /// Its share of what all parts have together; the first ones have what is left over.
    pub fn share(self, total: u64) -> u64 {
        let (number, of) = (u64::from(self.number), u64::from(self.of));
        total / of + u64::from(number <= total % of)
    }

    /// What the values of the tag begin with on what it creates, where those of a whole run begin with the run's name.
    pub fn tag_of(self, run: &str) -> String {
        format!("{run}/{}", self.number)
    }

    /// What the names begin with that it generates, where those of a whole run begin with the run's name.
    pub fn name_of(self, run: &str) -> String {
        format!("{run}-s{}", self.number)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (number, of) = text.split_once('/')?;
            Shard::new(number.parse().ok()?, of.parse().ok()?)
        };
        read().ok_or_else(|| format!("it must be K/N: shard K of N, as in 1/4; N is {MOST} at most"))
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// What a run records that is one of several shards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardHead {
    /// Which of them it is.
    #[serde(flatten)]
    pub shard: Shard,
    /// The digest of all that the split depends on: suite, selection, number of shards, durations.
    pub split: String,
    /// The ids of the scenarios that all shards run together, in order.
    pub scenarios: Vec<ScenarioId>,
}

/// The name of the run whose shards have all of these in common: `ec2c-` and eight letters of `a` to `z`.
pub fn shared_run_name<'a>(in_common: impl IntoIterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for one in in_common {
        digest.update(one.len().to_le_bytes());
        digest.update(one);
    }
    run_name(digest.finalize().iter().map(|byte| char::from(b'a' + byte % 26)))
}
