//! The progress display: takes entries and verdicts, and decides when to print.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::ProgressDrawTarget;
use parking_lot::{Condvar, Mutex};
use record::{CleanUpOutcome, Entry, ScenarioId};
use verdict::{Judgement, Severity, Verdict};

use crate::progress::bar::Bar;
use crate::progress::lines::Lines;
use crate::progress::outlook::Load;
use crate::progress::running::Running;
use crate::text::{sanitize, summary, verdict_word};

/// Interval between redraws of a bar.
const REDRAW: Duration = Duration::from_millis(200);
/// Interval between status lines in a log: CI servers stop jobs that are silent for minutes.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressMode {
    /// A bar that is redrawn in place.
    Bar,
    /// A line for each event, and a periodic status.
    Lines,
    /// No progress is shown.
    Quiet,
}

impl ProgressMode {
    /// A bar if standard error is a terminal that can draw one, else lines.
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

/// The progress display of one run. [`Progress::finish`] or dropping it removes the bar.
pub struct Progress {
    shared: Arc<Shared>,
    ticker: Option<JoinHandle<()>>,
}

/// Prints lines above a progress display, from any thread.
#[derive(Clone)]
pub struct ProgressNotes(Arc<Shared>);

impl ProgressNotes {
    /// Prints a line above the display. Control characters are replaced.
    pub fn line(&self, line: &str) {
        self.0.state.lock().line(&sanitize::line(line));
    }
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
                let color = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
                Progress::bar(ProgressDrawTarget::stderr(), color)
            }
            ProgressMode::Lines => Progress::lines(Box::new(anstream::stderr()), HEARTBEAT),
            ProgressMode::Quiet => Progress::start(Show::Nothing, None),
        }
    }

    /// Draws a bar on a target.
    pub fn bar(target: ProgressDrawTarget, color: bool) -> Self {
        Progress::start(Show::Bar(Bar::new(target, color)), Some(REDRAW))
    }

    /// Writes lines, and a status at this interval. Lines have ANSI styles: pass an `anstream` stream.
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

    /// Estimates the time left from the calls and waits of the scenarios. Call it before the first entry.
    pub fn expect(&self, loads: HashMap<ScenarioId, Load>) {
        self.shared.state.lock().running.expect(loads);
    }

    /// Counts the target's attempts that were recorded before the run was resumed.
    pub fn recorded(&self, attempts: usize) {
        self.shared.state.lock().running.recorded(attempts);
    }

    /// Takes an entry that the engine emits.
    pub fn entry(&self, entry: &Entry) {
        let mut state = self.shared.state.lock();
        state.running.entry(entry, Instant::now());
        if let Entry::CleanedUp { key, clean_up } = entry
            && let CleanUpOutcome::Failed { reason } = &clean_up.outcome
        {
            let left = format!("not deleted: {} {}: {reason} ({key})", clean_up.kind, clean_up.id);
            state.line(&sanitize::line(&left));
        }
    }

    /// Takes the judgement of a scenario that ended. Prints a line for new deviations and errors of the target;
    /// everything else is in the summary alone.
    pub fn judged(&self, judgement: &Judgement) {
        let mut state = self.shared.state.lock();
        let of_target = state.running.judged(judgement);
        if !of_target || !(judgement.verdict == Verdict::Error || judgement.fails(Severity::Differs)) {
            return;
        }
        let style = anstyle::AnsiColor::Red.on_default();
        let name = format!("{} on {}", judgement.scenario, judgement.endpoint);
        let word = verdict_word(judgement.verdict);
        state.line(&format!("{style}{word}{style:#} {}: {}", sanitize::line(&name), summary(judgement)));
    }

    /// Prints lines above the display; absent where none is shown.
    pub fn notes(&self) -> Option<ProgressNotes> {
        let shown = !matches!(self.shared.state.lock().show, Show::Nothing);
        shown.then(|| ProgressNotes(self.shared.clone()))
    }

    /// Removes the bar, so that the summary can follow.
    pub fn finish(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.shared.state.lock().stopped = true;
        self.shared.stop.notify_all();
        if let Some(ticker) = self.ticker.take()
            && ticker.join().is_ok()
            && let Show::Bar(bar) = &self.shared.state.lock().show
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
    /// Shows the status once each period until the end.
    fn tick(&self, period: Duration) {
        let mut state = self.state.lock();
        while self.stop.wait_while_for(&mut state, |state| !state.stopped, period).timed_out() {
            state.show_status();
        }
    }
}

impl State {
    fn show_status(&mut self) {
        let now = Instant::now();
        match &mut self.show {
            Show::Bar(bar) => bar.draw(&self.running, now),
            // Standard error may be closed; the run continues.
            Show::Lines(lines) => drop(lines.status(&self.running, now)),
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
