//! CPU time of this process, all its threads together.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What it has used so far.
pub fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs().try_into().unwrap_or_default())
}
