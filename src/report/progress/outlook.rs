//! How long a run will go on, from what its scenarios are made of and what such scenarios took.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use record::{Entry, Purpose, ScenarioKey};
use scenario::{Action, FixtureScope, Scenario, Step, Suite};
use verdict::FIXTURES;

use crate::model::area;

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
    loads: HashMap<String, Load>,
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
            Action::Wait(_) | Action::Operator(_) => self.waits += 1,
            Action::Call(_) | Action::Raw(_) if step.until.is_some() => self.waits += 1,
            Action::Call(_) | Action::Raw(_) => self.calls += 1,
        }
    }
}

impl Outlook {
    /// Knows what these scenarios are made of.
    pub(crate) fn expect(&mut self, loads: HashMap<String, Load>) {
        self.loads = loads;
    }

    /// Takes an entry of the run.
    pub(crate) fn entry(&mut self, entry: &Entry, now: Instant) {
        match entry {
            Entry::RunStarted(head) => {
                let endpoints = head.endpoints.len();
                self.scenarios_to_come = head.selected.len() * endpoints;
                for id in &head.selected {
                    let load = self.load(id);
                    self.to_come.calls += load.calls * endpoints;
                    self.to_come.waits += load.waits * endpoints;
                }
            }
            // Fixtures are created while the scenarios that use them run.
            Entry::ScenarioStarted { key, .. } if area(&key.scenario) == FIXTURES => {}
            Entry::ScenarioStarted { key, .. } => {
                let load = self.load(&key.scenario);
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
            Entry::ScenarioEnded { key, .. } => {
                if let Some(started) = self.running.remove(key) {
                    self.took.add(now.duration_since(started.at).as_secs_f64());
                    let expected = self.bare(started.load, now);
                    self.expected.add(expected);
                }
            }
            Entry::StepStarted { .. } | Entry::Blocked { .. } | Entry::CleanedUp { .. } | Entry::RunEnded { .. } => {}
        }
    }

    /// The time left; absent while there is nothing to tell it by, and when all is done.
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

    fn load(&self, scenario: &str) -> Load {
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
mod tests {
    use record::{
        EndpointHead, Exchange, Observation, Outcome, Request, RunHead, SdkVerdict, ServiceKind, WaitEnd, Waited,
    };

    use super::*;

    const LANES: usize = 20;
    const CALL: f64 = 0.1;
    const WAIT: f64 = 10.0;

    fn key(id: &str) -> ScenarioKey {
        ScenarioKey { endpoint: "moto".into(), scenario: id.into() }
    }

    fn observed(id: &str, purpose: Purpose, seconds: f64) -> Entry {
        let request =
            Request { method: "POST".into(), url: "http://it/".into(), headers: Vec::new(), body: Vec::new().into() };
        let elapsed_us = (seconds * 1e6) as u64;
        let attempts = vec![Exchange { at_ms: 0, elapsed_us, request, response: None, failure: None }];
        let observation = Observation {
            step: "steps[0]".into(),
            purpose,
            operation: None,
            api_version: String::new(),
            parameters: serde_json::Value::Null,
            omitted: Vec::new(),
            attempts,
            sdk: SdkVerdict::NotCalled,
            bindings: Default::default(),
            saved: Default::default(),
        };
        Entry::Observed { key: key(id), observation: Box::new(observation) }
    }

    fn waited(id: &str, seconds: f64) -> Entry {
        let elapsed_ms = (seconds * 1e3) as u64;
        let (step, waiter) = ("steps[0]".into(), "VpcExists".into());
        let waited = Waited {
            step,
            waiter,
            end: WaitEnd::Met,
            polls: 1,
            elapsed_ms,
            deadline_ms: elapsed_ms,
            remembered: false,
        };
        Entry::Waited { key: key(id), waited }
    }

    fn head(selected: Vec<String>) -> Entry {
        let endpoint = EndpointHead {
            name: "moto".into(),
            url: "http://it/".into(),
            region: "r".into(),
            api_version: "v".into(),
            service_kind: ServiceKind::Emulator,
            facts: Default::default(),
            omit_parameters: Vec::new(),
        };
        Entry::RunStarted(Box::new(RunHead {
            format: record::FORMAT,
            run: "r".into(),
            at_ms: 0,
            tool: "0".into(),
            suite: "s".into(),
            endpoints: vec![endpoint],
            selected,
            survivors: None,
        }))
    }

    /// The entries of a run of these scenarios, which begin in this order, each with its time in seconds.
    fn entries(loads: &[Load]) -> Vec<(f64, Entry)> {
        let mut lanes = [0.0_f64; LANES];
        let mut entries = Vec::new();
        for (number, load) in loads.iter().enumerate() {
            let id = format!("vpc/{number}");
            let lane = lanes.iter_mut().min_by(|one, other| one.total_cmp(other)).unwrap();
            // Some take half as long as others.
            let pace = 0.7 + 0.6 * ((number * 7919) % 101) as f64 / 100.0;
            entries.push((*lane, Entry::ScenarioStarted { key: key(&id), at_ms: 0 }));
            for _ in 0..load.calls {
                *lane += CALL * pace;
                entries.push((*lane, observed(&id, Purpose::Call, CALL * pace)));
            }
            for _ in 0..load.waits {
                entries.push((*lane + CALL, observed(&id, Purpose::Poll, CALL)));
                *lane += WAIT * pace;
                entries.push((*lane, waited(&id, WAIT * pace)));
            }
            entries.push((*lane, Entry::ScenarioEnded { key: key(&id), at_ms: 0, outcome: Outcome::Completed }));
        }
        entries.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        entries
    }

    fn assert_good(what: &str, loads: &[Load]) {
        let begun = Instant::now();
        let ids: Vec<String> = (0..loads.len()).map(|number| format!("vpc/{number}")).collect();
        let mut outlook = Outlook::default();
        outlook.expect(ids.iter().cloned().zip(loads.iter().copied()).collect());
        outlook.entry(&head(ids), begun);
        let entries = entries(loads);
        let total = entries.last().unwrap().0;
        let mut checked = 0;
        for (seconds, entry) in &entries {
            let now = begun + Duration::from_secs_f64(*seconds);
            outlook.entry(entry, now);
            if (0.5 * total..0.95 * total).contains(seconds) {
                let (told, right) = (outlook.left(now).unwrap().as_secs_f64(), total - seconds);
                let good = told.max(right) / told.min(right) < 2.0 || (told - right).abs() < total / 50.0;
                assert!(good, "{what}: {told} s left at {seconds} of {total} s");
                checked += 1;
            }
        }
        assert!(checked > 20, "{what}: {checked}");
        assert_eq!(outlook.left(begun + Duration::from_secs_f64(total)), None, "{what}");
    }

    #[test]
    fn the_time_left_is_right_within_a_factor_of_two_from_the_half_on() {
        let slow = Load { calls: 5, waits: 3 };
        let fast = Load { calls: 5, waits: 0 };
        assert_good("steady", &[Load { calls: 5, waits: 1 }; 200]);
        assert_good("without waits", &[fast; 2000]);
        assert_good("the slow first", &[[slow; 40].as_slice(), &[fast; 400]].concat());
        assert_good("the slow last", &[[fast; 400].as_slice(), &[slow; 40]].concat());
    }

    #[test]
    fn one_that_goes_on_far_longer_than_expected_is_not_said_to_end_at_once() {
        let begun = Instant::now();
        let at = |seconds| begun + Duration::from_secs(seconds);
        let mut outlook = Outlook::default();
        outlook.expect((0..2).map(|number| (format!("vpc/{number}"), Load { calls: 1, waits: 0 })).collect());
        outlook.entry(&head(vec!["vpc/0".into(), "vpc/1".into()]), begun);
        for id in ["vpc/0", "vpc/1"] {
            outlook.entry(&Entry::ScenarioStarted { key: key(id), at_ms: 0 }, begun);
            outlook.entry(&observed(id, Purpose::Call, 1.0), at(1));
        }
        outlook.entry(&Entry::ScenarioEnded { key: key("vpc/0"), at_ms: 0, outcome: Outcome::Completed }, at(1));
        assert_eq!(outlook.left(at(400)), Some(Duration::from_secs(200)));
    }
}
