//! What ends a client when this program is killed and can end nothing any more.

use std::process::{Child, Command, Stdio};

use rustix::process::Pid;

/// A shell that waits for the end of its input, which the system closes when this program ends, however that happens.
const SCRIPT: &str = "read -r _; kill -s KILL -- \"-$1\" 2>/dev/null";

/// Kills a process group when this program is killed. Dropped, it does nothing any more.
#[derive(Debug)]
pub(crate) struct ProcessGuard(Child);

impl ProcessGuard {
    /// Begins. Without a shell there is none: then a client outlives a killed program.
    pub(crate) fn over(group: Pid) -> Option<Self> {
        use std::os::unix::process::CommandExt as _;

        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "sh", &group.as_raw_nonzero().to_string()]).env_clear();
        // In a group of its own: Ctrl-C is for this program, which ends the client.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        match command.spawn() {
            Ok(child) => Some(ProcessGuard(child)),
            Err(error) => {
                tracing::warn!(%error, "the client is not ended if ec2-compat is killed");
                None
            }
        }
    }
}

impl Drop for ProcessGuard {
    fn drop(&mut self) {
        // Killed before its input ends: the group's id may be somebody else's by then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
