//! Ctrl-C and SIGTERM: the first stops a run and cleans up, the second ends the process.

use std::time::Duration;

use engine::Stop;
use record::CommandLine;
use report::{Exit, ProgressNotes, counted};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How often it is printed how much is left to clean up.
const STATUS: Duration = Duration::from_secs(5);

/// The first Ctrl-C or SIGTERM stops the run and cleans up; the second ends the process at once, and prints the command
/// that deletes what is left.
pub(crate) async fn stop_on_signal(stop: Stop, notes: Option<ProgressNotes>, sweep: CommandLine) {
    let Ok(mut signals) = Signals::new() else { return };
    if signals.next().await.is_err() {
        return;
    }
    let print = |line: String| match &notes {
        Some(notes) => notes.line(&line),
        None => anstream::eprintln!("{line}"),
    };
    let resources = |count: usize| counted(count, "resource");
    stop.cancel();
    print(format!("Stopping: cleaning up {}; press Ctrl-C again to stop at once", resources(stop.open_resources())));
    loop {
        match tokio::time::timeout(STATUS, signals.next()).await {
            Err(_) => print(format!("Stopping: {} left to clean up", resources(stop.open_resources()))),
            Ok(Err(_)) => return,
            Ok(Ok(())) => break,
        }
    }
    let left = resources(stop.open_resources());
    print(format!("Stopped with {left} left: `{sweep}` deletes what the run created."));
    std::process::exit(Exit::Interrupted as i32);
}

/// Ctrl-C and SIGTERM.
struct Signals {
    interrupted: Signal,
    terminated: Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Signals { interrupted: signal(SignalKind::interrupt())?, terminated: signal(SignalKind::terminate())? })
    }

    /// Returns at the next one.
    ///
    /// # Errors
    /// There can be none any more.
    async fn next(&mut self) -> Result<(), NoSignals> {
        tokio::select! {
            interrupted = self.interrupted.recv() => interrupted.ok_or(NoSignals),
            terminated = self.terminated.recv() => terminated.ok_or(NoSignals),
        }
    }
}

/// The runtime delivers no more signals.
struct NoSignals;
