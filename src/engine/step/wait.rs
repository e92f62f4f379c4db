//! A step that polls: until its own conditions hold, or by a waiter of AWS's model.

use std::time::Duration;

use contract::{WaiterState, tables};
use record::{Entry, Observation, Purpose, StepName, WaitEnd, Waited, millis};
use scenario::{Call, CheckResult, Polling, Scope, Step, Wait, code_matches};
use tokio::time::Instant;

use crate::call::{CallOutcome, Pauses, waiter_state};
use crate::lane::Lane;
use crate::step::again::FOUND_WITHIN;
use crate::step::halt::Halt;
use crate::step::runner::StepRunner;
use crate::wait_memory::{Observed, WaitWatch};

/// How long an `until` without a `timeout` may take, before the endpoint's factor.
pub(crate) const UNTIL: Duration = Duration::from_secs(120);
/// The longest pause between two calls of an `until`.
const UNTIL_PAUSE: Duration = Duration::from_secs(5);

/// One wait: for what, since when, how long at most, and what its calls saw.
struct Period<'a> {
    waiter: String,
    started: Instant,
    limit: Duration,
    watch: WaitWatch<'a>,
    pauses: Pauses,
    lane: Option<&'a Lane>,
}

impl Period<'_> {
    /// Waits until the next call is due; `false` once the deadline has passed, which depends on what was seen.
    async fn pause(&mut self, observed: Observed) -> bool {
        let elapsed = self.started.elapsed();
        self.limit = self.watch.limit(observed, elapsed);
        if let Some(lane) = self.lane.filter(|_| self.watch.seems_in_vain(elapsed)) {
            lane.step_aside();
        }
        self.pauses.pause(self.started + self.limit).await
    }
}

/// How a wait ended: the last call, and the number of calls.
struct Polled {
    observation: Observation,
    outcome: CallOutcome,
    end: WaitEnd,
    polls: u32,
}

impl StepRunner {
    /// Calls until the conditions hold.
    pub(crate) async fn until(
        &self,
        name: &StepName,
        step: &Step,
        call: &Call,
        polling: &Polling,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        let limit = self.context.target.scaled(polling.timeout.unwrap_or(UNTIL));
        let parameters = call.parameters.resolve(scope)?;
        let condition = format!("{}: {}", call.operation, polling.in_words());
        let mut period = self.begin(polling.in_words(), condition, limit, UNTIL_PAUSE);
        let mut polls = 0;
        let (observation, outcome, end) = loop {
            polls += 1;
            let (observation, outcome) = self.call(name, Purpose::Poll, &call.operation, parameters.clone()).await?;
            if is_met(polling, &outcome, scope) {
                break (observation, outcome, WaitEnd::Met);
            }
            if let Some(reason) = permanent_failure(&call.operation, &outcome) {
                break (observation, outcome, WaitEnd::Failed { reason });
            }
            if !period.pause(Observed::by_conditions(polling, &outcome, scope)).await {
                break (observation, outcome, WaitEnd::Deadline);
            }
            self.polled(observation).await;
        };
        self.settled(step, period, Polled { observation, outcome, end, polls }, scope).await
    }

    /// Waits as a waiter of AWS's model does.
    pub(crate) async fn wait(&self, name: &StepName, step: &Step, wait: &Wait, scope: &mut Scope) -> Result<(), Halt> {
        let target = &self.context.target;
        let Some(waiter) = target.contract.waiter(&wait.waiter) else {
            return Err(Halt::failed(format!(
                "needs the waiter {}, which API version {} does not have",
                wait.waiter,
                target.api_version()
            )));
        };
        let parameters = wait.parameters.resolve(scope)?;
        let limit = target.scaled(wait.timeout.unwrap_or(waiter.delay * waiter.max_attempts));
        let mut period = self.begin(waiter.name.clone(), waiter.name.clone(), limit, waiter.delay);
        let mut polls = 0;
        let (observation, outcome, end) = loop {
            polls += 1;
            let (observation, outcome) = self.call(name, Purpose::Poll, &waiter.operation, parameters.clone()).await?;
            let response = observation.last().and_then(|last| last.response.as_ref());
            let status = response.map_or(0, |response| response.status);
            match waiter_state(&waiter.acceptors, status, &outcome) {
                WaiterState::Success => break (observation, outcome, WaitEnd::Met),
                // What was just created may be unknown to waiters whose model does not expect it.
                WaiterState::Failure
                    if period.started.elapsed() < target.scaled(FOUND_WITHIN)
                        && target.fresh.is_not_found_yet(&parameters, &outcome) =>
                {
                    if !period.pause(Observed::error(&outcome)).await {
                        break (observation, outcome, WaitEnd::Deadline);
                    }
                }
                WaiterState::Failure => {
                    let reason = match &outcome {
                        CallOutcome::Success(_) => "the awaited state can no longer be reached".to_owned(),
                        other => format!("{} {}", waiter.operation, other.in_words()),
                    };
                    break (observation, outcome, WaitEnd::Failed { reason });
                }
                WaiterState::Retry => {
                    if !period.pause(Observed::by_acceptors(&waiter.acceptors, &outcome)).await {
                        break (observation, outcome, WaitEnd::Deadline);
                    }
                }
            }
            self.polled(observation).await;
        };
        self.settled(step, period, Polled { observation, outcome, end, polls }, scope).await
    }

    /// Begins a wait. `remembered_as`: what waits that are for the same have in common.
    fn begin(&self, waiter: String, remembered_as: String, limit: Duration, longest_pause: Duration) -> Period<'_> {
        let watch = self.context.target.waits.watch(remembered_as, limit);
        Period {
            waiter,
            started: Instant::now(),
            limit,
            watch,
            pauses: Pauses::new(longest_pause),
            lane: self.lane.as_deref(),
        }
    }

    async fn settled(&self, step: &Step, period: Period<'_>, polled: Polled, scope: &mut Scope) -> Result<(), Halt> {
        let Period { waiter, started, limit, watch, .. } = period;
        let Polled { mut observation, outcome, end, polls } = polled;
        let name = observation.step.clone();
        observation.purpose = Purpose::Settled;
        self.observed(observation, step, &outcome, scope).await;
        let remembered = watch.is_shortened() && end == WaitEnd::Deadline;
        let halt = match &end {
            WaitEnd::Met => {
                watch.succeeded(started.elapsed());
                Ok(())
            }
            WaitEnd::Deadline => {
                watch.passed();
                Err(Halt::failed(format!("waited for {waiter}, not reached within {} s", limit.as_secs())))
            }
            WaitEnd::Failed { reason } => Err(Halt::failed(format!("waited for {waiter}: {reason}"))),
        };
        let (elapsed_ms, deadline_ms) = (millis(started.elapsed()), millis(limit));
        let waited = Waited { step: name, waiter, end, polls, elapsed_ms, deadline_ms, remembered };
        self.context.target.emit(Entry::Waited { key: self.key.clone(), waited }).await;
        halt
    }
}

/// Whether an `until` is met: its conditions hold, or the error that it waits for came.
fn is_met(polling: &Polling, outcome: &CallOutcome, scope: &Scope) -> bool {
    match outcome {
        CallOutcome::Success(data) => {
            let held = |result: CheckResult| result.held;
            !polling.conditions.is_empty()
                && polling.conditions.iter().all(|check| check.holds(data, scope).is_ok_and(held))
        }
        CallOutcome::Rejected(rejection) => {
            polling.error.as_ref().is_some_and(|codes| code_matches(codes, &rejection.error.code))
        }
        CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => false,
    }
}

/// Why polling further is of no use. A resource that is not found may still appear (AWS's responses are eventually
/// consistent: <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>), what a deletion finds in use may
/// be free soon, and a server error may pass; any other rejection is permanent.
fn permanent_failure(operation: &str, outcome: &CallOutcome) -> Option<String> {
    match outcome {
        CallOutcome::Rejected(rejection) => {
            let code = &rejection.error.code;
            let is_transient =
                code.ends_with(".NotFound") || rejection.status >= 500 || tables::is_busy(operation, code);
            (!is_transient).then(|| format!("it was rejected with {}", rejection.error.code))
        }
        CallOutcome::Existing(reason) => Some(format!("it {reason}")),
        _ => None,
    }
}
