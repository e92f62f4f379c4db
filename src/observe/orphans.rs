//! Processes that a client started and that left its process group: daemons.

use std::ffi::OsStr;
use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// The variable that only processes of one client have with its value.
const KEY: &str = "AWS_ACCESS_KEY_ID";

/// Kills all processes whose environment has the throwaway key `key`, as far as Linux's `/proc` shows them.
pub(crate) fn end_all_with(key: &OsStr) {
    let wanted = [KEY.as_bytes(), b"=", key.as_encoded_bytes()].concat();
    let own = std::process::id().to_string();
    let Ok(processes) = fs::read_dir("/proc") else { return };
    for process in processes.flatten() {
        let name = process.file_name();
        let Some(id) = name.to_str().filter(|name| *name != own).and_then(|name| name.parse().ok()) else { continue };
        // Those of other users cannot be read.
        let Ok(environment) = fs::read(process.path().join("environ")) else { continue };
        if environment.split(|byte| *byte == 0).any(|variable| variable == wanted)
            && let Some(id) = Pid::from_raw(id)
        {
            // One that has ended already is no error.
            let _ = kill_process(id, Signal::KILL);
        }
    }
}
