//! How long a run takes: a rough bound from the timeouts of its waits.

use std::time::Duration;

use contract::{Contract, tables};
use endpoint::Profile;
use scenario::{Action, Scenario, Step};
use serde::Serialize;

use crate::cleanup;
use crate::lag::lag;
use crate::plan::parts::Part;
use crate::scenario_run;
use crate::step;

/// How long a run takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PlannedTime {
    /// What the calls take at least under the rate limit, in seconds, those of polling not counted; absent without a rate limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls_s: Option<u64>,
    /// About how long it takes at most, in seconds: if every wait, every hook and every clean-up takes all of its time, and
    /// quotas hold up nothing.
    pub at_most_s: u64,
}

/// Adds up waits.
pub(super) struct Clock<'a> {
    profile: &'a Profile,
    /// Of scenarios that run at once, of those that run alone, of fixtures of the run.
    together: Duration,
    alone: Duration,
    of_run: Duration,
    longest: Duration,
    creates: bool,
}

impl<'a> Clock<'a> {
    pub(super) fn new(profile: &'a Profile) -> Self {
        let zero = Duration::ZERO;
        Clock { profile, together: zero, alone: zero, of_run: zero, longest: zero, creates: false }
    }

    /// Adds a scenario that runs so many times with its parts; those that an earlier one has brought are left out.
    pub(super) fn add(&mut self, scenario: &Scenario, parts: &[&Part<'_>], times: u32) {
        let (mut own, mut creates) = (Duration::ZERO, false);
        for part in parts {
            let waits: Duration = part.steps().map(wait).sum();
            let part_creates = part.calls().any(|call| tables::lifecycle(&call.operation).is_some());
            self.creates |= part_creates;
            if part.of_run.is_some() {
                self.of_run += waits + if part_creates { cleanup::TIMEOUT } else { Duration::ZERO };
            } else {
                own += waits;
                creates |= part_creates;
            }
        }
        own = own.min(scenario_run::timeout(scenario)) + if creates { cleanup::TIMEOUT } else { Duration::ZERO };
        self.longest = self.longest.max(own);
        *if scenario.stands_alone() { &mut self.alone } else { &mut self.together } += own.saturating_mul(times);
    }

    pub(super) fn finish(self, calls: usize) -> PlannedTime {
        let calls_s = self.profile.rate_limit.requests_per_second.map(|rate| calls as f64 / rate);
        let at_once = u32::try_from(self.profile.rate_limit.scenarios.max(1)).unwrap_or(u32::MAX);
        let lag = if self.creates { lag(self.profile.is_aws()) } else { Duration::ZERO };
        // Scenarios begin as others end: the last ends when the average place is done, and the longest one later at most.
        let waits = self.together / at_once + self.longest + self.alone + self.of_run + lag;
        let at_most = waits.mul_f64(self.profile.wait_factor) + Duration::from_secs_f64(calls_s.unwrap_or_default());
        PlannedTime { calls_s: calls_s.map(|seconds| seconds.ceil() as u64), at_most_s: at_most.as_secs() }
    }
}

/// How long a step may wait, before the endpoint's factor.
fn wait(step: &Step) -> Duration {
    let polling = step.until.as_ref().map(|polling| polling.timeout.unwrap_or(step::UNTIL));
    match &step.action {
        Action::Together(_) => Duration::ZERO,
        Action::Call(_) | Action::Raw(_) => polling.unwrap_or_default(),
        Action::Wait(wait) => wait.timeout.unwrap_or_else(|| {
            let waiter = Contract::embedded().waiter(&wait.waiter);
            waiter.map_or(Duration::ZERO, |waiter| waiter.delay * waiter.max_attempts)
        }),
        Action::Client(client) => client.timeout.unwrap_or(step::CLIENT_TIMEOUT),
        Action::Operator(hook) => hook.timeout.unwrap_or(step::HOOK_TIMEOUT),
    }
}
