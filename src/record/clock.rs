//! The clock of records: milliseconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The current time, in milliseconds since the Unix epoch.
pub fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

/// A duration in whole milliseconds; one that is too long for the type is the largest that it holds.
pub fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
