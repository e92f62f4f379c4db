//! CPU time and memory of processes, all their threads together.

use std::process::{Child, ExitStatus};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What this process has used so far.
pub fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs().try_into().unwrap_or_default())
}

/// What a child process used, from its beginning to its end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Used {
    /// CPU time, user's and system's, to the hundredth of a second.
    pub cpu: Duration,
    /// The most memory that it held at once, in KiB.
    pub peak_kib: u64,
}

/// Waits for a child's end, and says what it used, as Linux's `/proc` told last (proc_pid_stat(5), proc_pid_status(5)).
pub fn watch(child: &mut Child) -> (ExitStatus, Used) {
    let mut used = Used::default();
    loop {
        if let Some(now) = used_by(child.id()) {
            used = now;
        }
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return (status, used);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What a process has used so far.
pub fn used_by(pid: u32) -> Option<Used> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field, the program's name, is in brackets; utime and stime are the 14th and the 15th.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let peak_kib = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(Used { cpu: Duration::from_millis(ticks * 10), peak_kib })
}
