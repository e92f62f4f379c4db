//! Where entries and verdicts go in, and when something is shown.

use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::ProgressDrawTarget;
use record::{CleanUpOutcome, Entry};
use verdict::{Judgement, Verdict};

use crate::progress::bar::Bar;
use crate::progress::lines::Lines;
use crate::progress::running::Running;
use crate::text::{gist, sanitize, verdict_word};

/// How often a bar is drawn anew.
const REDRAW: Duration = Duration::from_millis(200);
/// How often a log gets a sign of life: CI servers stop jobs that are silent for minutes.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressMode {
    /// A bar, drawn in place.
    Bar,
    /// Plain lines.
    Lines,
    /// Not at all.
    Quiet,
}

impl ProgressMode {
    /// A bar where standard error is a terminal that can draw one, lines where it is not.
    pub fn of_stderr(quiet: bool) -> Self {
        if quiet {
            ProgressMode::Quiet
        } else if ProgressDrawTarget::stderr().is_hidden() {
            ProgressMode::Lines
        } else {
            ProgressMode::Bar
        }
    }
}

/// The progress display of one run. Shared by reference; [`Progress::finish`] or dropping it takes the bar away.
pub struct Progress {
    shared: Arc<Shared>,
    ticker: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    stop: Condvar,
}

struct State {
    running: Running,
    show: Show,
    stopped: bool,
}

enum Show {
    Bar(Bar),
    Lines(Lines),
    Nothing,
}

impl Progress {
    /// Shows progress on standard error.
    pub fn on_stderr(mode: ProgressMode) -> Self {
        match mode {
            ProgressMode::Bar => {
                let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
                Progress::bar(ProgressDrawTarget::stderr(), colour)
            }
            ProgressMode::Lines => Progress::lines(Box::new(anstream::stderr()), HEARTBEAT),
            ProgressMode::Quiet => Progress::start(Show::Nothing, None),
        }
    }

    /// Draws a bar on that target.
    pub fn bar(target: ProgressDrawTarget, colour: bool) -> Self {
        Progress::start(Show::Bar(Bar::new(target, colour)), Some(REDRAW))
    }

    /// Writes lines, with a sign of life so often. What comes is styled: give it an `anstream` stream.
    pub fn lines(out: Box<dyn Write + Send>, heartbeat: Duration) -> Self {
        Progress::start(Show::Lines(Lines::new(out)), Some(heartbeat))
    }

    fn start(show: Show, period: Option<Duration>) -> Self {
        let state = State { running: Running::new(Instant::now()), show, stopped: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), stop: Condvar::new() });
        let ticker = period.map(|period| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.tick(period))
        });
        Progress { shared, ticker }
    }

    /// Takes note of an entry, as the engine emits it.
    pub fn entry(&self, entry: &Entry) {
        let mut state = self.shared.lock();
        state.running.entry(entry, Instant::now());
        if let Entry::CleanedUp { key, clean_up } = entry
            && let CleanUpOutcome::Failed { reason } = &clean_up.outcome
        {
            let left = format!("left behind: {} {}: {reason} ({key})", clean_up.kind, clean_up.id);
            state.line(&sanitize::line(&left));
        }
    }

    /// Takes note of a verdict, once for each scenario that ended. A line is worth what somebody must look into: what is
    /// known, was skipped, or is the reference's, is told of in the summary alone.
    pub fn judged(&self, judgement: &Judgement) {
        let mut state = self.shared.lock();
        let of_target = state.running.judged(judgement);
        if !of_target || matches!(judgement.verdict, Verdict::Conformant | Verdict::Known | Verdict::Skipped) {
            return;
        }
        let style = anstyle::AnsiColor::Red.on_default();
        let name = format!("{} on {}", judgement.scenario, judgement.endpoint);
        let word = verdict_word(judgement.verdict);
        state.line(&format!("{style}{word}{style:#} {}: {}", sanitize::line(&name), gist(judgement)));
    }

    /// Shows a line of the caller's without disturbing the bar.
    pub fn note(&self, line: &str) {
        self.shared.lock().line(&sanitize::line(line));
    }

    /// Ends the display and takes the bar away, so that the summary can follow.
    pub fn finish(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.shared.lock().stopped = true;
        self.shared.stop.notify_all();
        if let Some(ticker) = self.ticker.take()
            && ticker.join().is_ok()
            && let Show::Bar(bar) = &self.shared.lock().show
        {
            bar.clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A display that panicked half-way is still a display.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows how far the run is, once each period, until the end.
    fn tick(&self, period: Duration) {
        let mut state = self.lock();
        loop {
            let waited = self.stop.wait_timeout_while(state, period, |state| !state.stopped);
            let (next, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = next;
            if !timeout.timed_out() {
                return;
            }
            state.beat();
        }
    }
}

impl State {
    fn beat(&mut self) {
        let now = Instant::now();
        match &mut self.show {
            Show::Bar(bar) => bar.draw(&self.running, now),
            // Standard error may be closed; the run goes on.
            Show::Lines(lines) => drop(lines.beat(&self.running, now)),
            Show::Nothing => {}
        }
    }

    fn line(&mut self, line: &str) {
        match &mut self.show {
            Show::Bar(bar) => bar.line(line),
            Show::Lines(lines) => drop(lines.line(line)),
            Show::Nothing => {}
        }
    }
}
