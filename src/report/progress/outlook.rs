//! How long a run will go on, from what its scenarios are made of and what such scenarios took.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use record::{Entry, Purpose, ScenarioId, ScenarioKey};
use scenario::{Action, FixtureScope, Scenario, Step, Suite};

/// How many of the last calls, waits and scenarios are averaged: what comes is more like them than like the first.
const RECENT: usize = 100;
/// Of a scenario that takes longer than expected, as much is expected to follow, but no more than this part of its age.
const OVERDUE: f64 = 0.5;
/// A scenario whose steps so far took so much of what was expected, at least and at most, goes on like that.
const PACE: (f64, f64) = (0.5, 2.0);
/// What a scenario may take of what its calls and waits take, clean-up and its turn at the endpoint included.
const OVERHEAD: (f64, f64) = (0.5, 20.0);

/// The calls and waits of one scenario, those of its fixtures included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Steps that make one call.
    pub calls: usize,
    /// Steps that wait, or run a hook.
    pub waits: usize,
}

/// What is expected of a run.
#[derive(Debug, Default)]
pub(crate) struct Outlook {
    loads: HashMap<ScenarioId, Load>,
    /// Scenarios that have not begun, on any endpoint.
    to_come: Load,
    scenarios_to_come: usize,
    running: HashMap<ScenarioKey, Started>,
    /// The most scenarios that ran at the same time.
    lanes: usize,
    calls: Recent,
    waits: Recent,
    /// Of recent scenarios: what they took, and what their calls and waits were expected to.
    took: Recent,
    expected: Recent,
}

/// A scenario that is running.
#[derive(Debug)]
struct Started {
    at: Instant,
    load: Load,
    /// What of its load is done.
    done: Load,
    /// When it began to wait, while it waits.
    waiting: Option<Instant>,
}

/// The last values, in seconds.
#[derive(Debug, Default)]
struct Recent(VecDeque<f64>);

impl Recent {
    fn add(&mut self, seconds: f64) {
        self.0.push_back(seconds);
        if self.0.len() > RECENT {
            self.0.pop_front();
        }
    }

    fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    fn mean(&self) -> Option<f64> {
        (!self.0.is_empty()).then(|| self.sum() / self.0.len() as f64)
    }
}

impl Load {
    /// The load of a scenario of this suite.
    pub fn of(scenario: &Scenario, suite: &Suite) -> Self {
        let mut load = Load::default();
        scenario.steps.iter().for_each(|step| load.add(step));
        let mut given: Vec<&str> = scenario.given.iter().map(|given| given.fixture.as_str()).collect();
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = given.pop() {
            let Some(fixture) = suite.fixtures.get(name).filter(|_| !seen.contains(&name)) else { continue };
            seen.push(name);
            // One of the run is created once, by whoever comes first.
            if fixture.scope == FixtureScope::Scenario {
                fixture.steps.iter().for_each(|step| load.add(step));
            }
            given.extend(fixture.given.iter().map(|given| given.fixture.as_str()));
        }
        load
    }

    fn add(&mut self, step: &Step) {
        match step.action {
            Action::Wait(_) | Action::Operator(_) | Action::Client(_) => self.waits += 1,
            Action::Call(_) | Action::Raw(_) if step.until.is_some() => self.waits += 1,
            Action::Call(_) | Action::Raw(_) => self.calls += 1,
            Action::Together(_) => {}
        }
    }
}

impl Outlook {
    /// Knows what these scenarios are made of.
    pub(crate) fn expect(&mut self, loads: HashMap<ScenarioId, Load>) {
        self.loads = loads;
    }

    /// Takes an entry of the run.
    pub(crate) fn entry(&mut self, entry: &Entry, now: Instant) {
        match entry {
            Entry::RunStarted(head) => {
                let attempts = head.endpoints.len() * usize::try_from(head.course.repeat).unwrap_or(usize::MAX);
                self.scenarios_to_come = head.selected.len() * attempts;
                for id in &head.selected {
                    let load = self.load(id);
                    self.to_come.calls += load.calls * attempts;
                    self.to_come.waits += load.waits * attempts;
                }
            }
            // Fixtures are created while the scenarios that use them run.
            Entry::ScenarioStarted { key, .. } if key.scenario.is_fixture() => {}
            Entry::ScenarioStarted { key, .. } => {
                let load = key.scenario.scenario_id().map(|id| self.load(id)).unwrap_or_default();
                self.to_come.calls = self.to_come.calls.saturating_sub(load.calls);
                self.to_come.waits = self.to_come.waits.saturating_sub(load.waits);
                self.scenarios_to_come = self.scenarios_to_come.saturating_sub(1);
                self.running.insert(key.clone(), Started { at: now, load, done: Load::default(), waiting: None });
                self.lanes = self.lanes.max(self.running.len());
            }
            Entry::Observed { key, observation } => match observation.purpose {
                Purpose::Call | Purpose::CleanUp | Purpose::Page => {
                    let elapsed = observation.attempts.iter().map(|attempt| attempt.elapsed_us).sum::<u64>();
                    self.calls.add(elapsed as f64 / 1e6);
                    if let Some(started) = self.running.get_mut(key).filter(|_| observation.purpose == Purpose::Call) {
                        started.done.calls += 1;
                    }
                }
                Purpose::Poll => {
                    if let Some(started) = self.running.get_mut(key) {
                        started.waiting.get_or_insert(now);
                    }
                }
                Purpose::Settled => {}
            },
            Entry::Waited { key, waited } => {
                self.waits.add(waited.elapsed_ms as f64 / 1e3);
                if let Some(started) = self.running.get_mut(key) {
                    started.waiting = None;
                    started.done.waits += 1;
                }
            }
            Entry::HookRun { key, hook_run } => {
                self.waits.add(hook_run.elapsed_ms as f64 / 1e3);
                if let Some(started) = self.running.get_mut(key) {
                    started.done.waits += 1;
                }
            }
            Entry::ClientRun { key, client_run } => {
                self.waits.add(client_run.elapsed_ms as f64 / 1e3);
                if let Some(started) = self.running.get_mut(key) {
                    started.done.waits += 1;
                }
            }
            Entry::ScenarioEnded { key, .. } => {
                if let Some(started) = self.running.remove(key) {
                    self.took.add(now.duration_since(started.at).as_secs_f64());
                    let expected = self.bare(started.load, now);
                    self.expected.add(expected);
                }
            }
            Entry::RunResumed { .. }
            | Entry::StepStarted { .. }
            | Entry::Together { .. }
            | Entry::Blocked { .. }
            | Entry::CleanedUp { .. }
            | Entry::Inventory { .. }
            | Entry::RunEnded { .. } => {}
        }
    }

    /// The time left; absent while there is nothing to estimate it from, and when all is done.
    pub(crate) fn left(&self, now: Instant) -> Option<Duration> {
        if self.took.0.is_empty() || (self.running.is_empty() && self.scenarios_to_come == 0) {
            return None;
        }
        let overhead = match self.expected.sum() {
            expected if expected > 0.0 => (self.took.sum() / expected).clamp(OVERHEAD.0, OVERHEAD.1),
            _ => 1.0,
        };
        let mut work = self.bare(self.to_come, now) * overhead;
        if self.to_come == Load::default() {
            work = self.took.mean()? * self.scenarios_to_come as f64;
        }
        let mut longest: f64 = 0.0;
        for started in self.running.values() {
            let rest = self.rest(started, overhead, now);
            work += rest;
            longest = longest.max(rest);
        }
        Some(Duration::from_secs_f64((work / self.lanes.max(1) as f64).max(longest)))
    }

    /// What is left of a scenario that is running, in seconds.
    fn rest(&self, started: &Started, overhead: f64, now: Instant) -> f64 {
        let since = |at: Instant| now.duration_since(at).as_secs_f64();
        let (age, waiting) = (since(started.at), started.waiting.map_or(0.0, since));
        let done = self.bare(started.done, now) * overhead;
        let pace = if done > 0.0 { ((age - waiting) / done).clamp(PACE.0, PACE.1) } else { 1.0 };
        let left = Load {
            calls: started.load.calls.saturating_sub(started.done.calls),
            waits: started.load.waits.saturating_sub(started.done.waits),
        };
        // Once nothing is left to do it is cleaned up, or waits for its turn, since a time that is not known.
        let spent = if left == Load::default() { age - done.min(age) } else { waiting };
        let rest = self.bare(left, now) * overhead * pace - spent;
        if rest > 0.0 { rest } else { (-rest).min(age * OVERDUE) }
    }

    fn load(&self, scenario: &ScenarioId) -> Load {
        self.loads.get(scenario).copied().unwrap_or_default()
    }

    /// What calls and waits take, in seconds, without what comes with them. Waits that go on count for as long as they
    /// did so far, and as none that ended.
    fn bare(&self, load: Load, now: Instant) -> f64 {
        let call = self.calls.mean().unwrap_or_default();
        let open = self.running.values().filter_map(|started| started.waiting);
        let open: f64 = open.map(|since| now.duration_since(since).as_secs_f64()).sum();
        let wait = (self.waits.sum() + open) / self.waits.0.len().max(1) as f64;
        load.calls as f64 * call + load.waits as f64 * wait
    }
}

#[cfg(test)]
mod tests;
