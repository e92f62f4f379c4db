//! One recorded run from those of its shards.
//!
//! The entries of a scenario follow each other in the merged run, ordered by what they are (inventory, scenarios, pages,
//! fixtures of the run, aftermath), then by the time at which they ended: the order depends on the entries alone, not on
//! how many shards there were. Memory holds the scenarios that have not ended, and an index of the others.

mod assemble;
mod error;
mod merged;
mod shards;
mod spool;

pub use assemble::merge;
pub use error::MergeError;
pub use merged::{Merged, MergedShard, ShardEnd, merged_shards};
pub use shards::shard_directories;
