//! The client itself: a process group that is ended, however it goes.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::environment::Surroundings;
use crate::orphans::end_all_with;
use crate::watch::ProcessGuard;

/// How much is kept of each output stream, in bytes: its end.
const KEPT: usize = 256 * 1024;
/// How long a client may take to end after SIGTERM.
const GRACE: Duration = Duration::from_secs(5);
/// How long the output may stay open after the client's end: a process that left its group may hold it.
const OPEN: Duration = Duration::from_secs(2);

/// A client to run.
#[derive(Debug)]
pub struct ClientProcess {
    /// The program, found on `PATH` if it is a bare name, and its arguments.
    pub command: Vec<String>,
    /// All environment variables of the client; it inherits no others.
    pub surroundings: Surroundings,
    /// The folder in which it runs; absent: that of ec2-compat.
    pub folder: Option<PathBuf>,
    /// How long it may run.
    pub timeout: Duration,
    /// Whether its output is also printed as it comes: standard output to standard output, and so on.
    pub is_shown: bool,
}

/// How a client ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientEnd {
    /// The program that was started, as in `command`.
    pub program: String,
    /// Absent where a signal or the time limit ended it, or it could not be started.
    pub exit_status: Option<i32>,
    /// Why it has no exit status.
    pub failure: Option<String>,
    /// The end of standard output.
    pub output: String,
    /// The end of standard error.
    pub errors: String,
    /// How long it ran.
    pub elapsed: Duration,
}

/// The end of a stream.
type Kept = Arc<Mutex<Vec<u8>>>;

impl ClientProcess {
    /// Runs it to its end. If this future is dropped, it and its children are killed.
    pub async fn run(self) -> ClientEnd {
        let began = Instant::now();
        let (output, errors) = (Kept::default(), Kept::default());
        let program = self.command.first().cloned().unwrap_or_default();
        let (exit_status, failure) = match self.spawn() {
            Err(failure) => (None, Some(failure)),
            Ok((child, group)) => self.wait(child, group, &output, &errors).await,
        };
        let text = |kept: Kept| String::from_utf8_lossy(&kept.lock()).into_owned();
        let elapsed = began.elapsed();
        ClientEnd { program, exit_status, failure, output: text(output), errors: text(errors), elapsed }
    }

    fn spawn(&self) -> Result<(Child, Group), String> {
        let (program, arguments) = self.command.split_first().ok_or("the command is empty")?;
        let mut command = Command::new(program);
        command.args(arguments).env_clear().envs(self.surroundings.iter());
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).kill_on_drop(true);
        let child = command.spawn().map_err(|error| format!("cannot start {program}: {error}"))?;
        let id = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        let key = self.surroundings.throwaway_key().map(OsStr::to_owned);
        let group = Group { id, key, _watch: id.and_then(ProcessGuard::over) };
        Ok((child, group))
    }

    async fn wait(
        &self,
        mut child: Child,
        group: Group,
        output: &Kept,
        errors: &Kept,
    ) -> (Option<i32>, Option<String>) {
        let (to_output, to_errors): (Print, Print) =
            if self.is_shown { (Some(to_output), Some(to_errors)) } else { (None, None) };
        let out = tokio::spawn(copy(child.stdout.take(), to_output, output.clone()));
        let err = tokio::spawn(copy(child.stderr.take(), to_errors, errors.clone()));
        let mut failure = None;
        let ended = match tokio::time::timeout(self.timeout, child.wait()).await {
            Ok(ended) => ended,
            Err(_) => {
                failure = Some(format!("it did not end within {} s", self.timeout.as_secs()));
                group.signal(Signal::TERM);
                let _ = tokio::time::timeout(GRACE, child.wait()).await;
                group.signal(Signal::KILL);
                child.wait().await
            }
        };
        // Its children: nothing goes on when the client has ended.
        drop(group);
        let _ = tokio::time::timeout(OPEN, async {
            let _ = tokio::join!(out, err);
        })
        .await;
        if failure.is_some() {
            return (None, failure);
        }
        match ended {
            Ok(status) => match status.code() {
                Some(code) => (Some(code), None),
                None => (None, Some(format!("it was killed by a signal ({status})"))),
            },
            Err(error) => (None, Some(format!("cannot wait for it: {error}"))),
        }
    }
}

/// The processes of a client: they are killed when this is dropped; its process group also when this program is killed.
#[derive(Debug)]
struct Group {
    id: Option<Pid>,
    /// The throwaway key by which those are known that left the group.
    key: Option<OsString>,
    _watch: Option<ProcessGuard>,
}

impl Group {
    fn signal(&self, signal: Signal) {
        if let Some(group) = self.id {
            // One that has ended already is no error.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
        if let Some(key) = &self.key {
            end_all_with(key);
        }
    }
}

/// Prints what a client printed, if that is shown.
type Print = Option<fn(&[u8])>;

fn to_output(text: &[u8]) {
    print(std::io::stdout(), text);
}

fn to_errors(text: &[u8]) {
    print(std::io::stderr(), text);
}

fn print(mut stream: impl Write, text: &[u8]) {
    // A closed pipe is no error: the record has it.
    let _ = stream.write_all(text).and_then(|()| stream.flush());
}

/// Reads to the end, keeps the end, and prints what comes.
async fn copy(stream: Option<impl AsyncRead + Unpin>, shown: Print, kept: Kept) {
    let Some(mut stream) = stream else { return };
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(count) = stream.read(&mut buffer).await {
        if count == 0 {
            break;
        }
        if let Some(shown) = shown {
            let text = buffer[..count].to_vec();
            // Whoever reads it may be slow: in a thread where that keeps nothing up.
            let _ = tokio::task::spawn_blocking(move || shown(&text)).await;
        }
        let mut kept = kept.lock();
        kept.extend_from_slice(&buffer[..count]);
        if kept.len() > 2 * KEPT {
            let surplus = kept.len() - KEPT;
            kept.drain(..surplus);
        }
    }
    let mut kept = kept.lock();
    let surplus = kept.len().saturating_sub(KEPT);
    kept.drain(..surplus);
}
