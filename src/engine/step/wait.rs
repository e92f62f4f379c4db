//! A step's waiting, for conditions of its own or by a waiter of AWS's model.

use std::time::Duration;

use contract::WaiterState;
use record::{Entry, Observation, Purpose, WaitEnd, Waited};
use scenario::{Call, CheckResult, Polling, Scope, Step, Wait, code_matches};
use tokio::time::Instant;

use crate::step::call::Reply;
use crate::step::pace::{Pauses, waiter_state};
use crate::step::perform::{Halt, StepRunner, millis};

/// How long an `until` without a `timeout` may take, before the endpoint's factor.
const UNTIL: Duration = Duration::from_secs(120);
/// The longest pause between two calls of an `until`.
const UNTIL_PAUSE: Duration = Duration::from_secs(5);

/// What is waited for, since when, and for how long at most.
struct Term {
    waiter: String,
    started: Instant,
    limit: Duration,
}

impl Term {
    fn beginning(waiter: String, limit: Duration) -> Self {
        Term { waiter, started: Instant::now(), limit }
    }

    fn end(&self) -> Instant {
        self.started + self.limit
    }
}

/// What waiting came to: the last answer, and how many there were.
struct Polled {
    observation: Observation,
    reply: Reply,
    end: WaitEnd,
    polls: u32,
}

impl StepRunner {
    /// Asks until the conditions hold.
    pub(crate) async fn until(
        &self,
        label: &str,
        step: &Step,
        call: &Call,
        polling: &Polling,
        scope: &mut Scope,
    ) -> Result<(), Halt> {
        let term = Term::beginning(polling.in_words(), self.target.scaled(polling.timeout.unwrap_or(UNTIL)));
        let mut pauses = Pauses::new(UNTIL_PAUSE, term.end());
        let parameters = call.parameters.resolve(scope)?;
        let mut polls = 0;
        let (observation, reply, end) = loop {
            polls += 1;
            let (observation, reply) = self.ask(label, Purpose::Poll, &call.operation, parameters.clone()).await?;
            if until_holds(polling, &reply, scope) {
                break (observation, reply, WaitEnd::Met);
            }
            if let Some(reason) = permanent_failure(&reply) {
                break (observation, reply, WaitEnd::Failed { reason });
            }
            if !pauses.pause().await {
                break (observation, reply, WaitEnd::Deadline);
            }
            self.target.emit(Entry::Observed { key: self.key.clone(), observation: Box::new(observation) }).await;
        };
        self.settled(step, term, Polled { observation, reply, end, polls }, scope).await
    }

    /// Waits as a waiter of AWS's model does.
    pub(crate) async fn wait(&self, label: &str, step: &Step, wait: &Wait, scope: &mut Scope) -> Result<(), Halt> {
        let Some(waiter) = self.target.contract.waiter(&wait.waiter) else {
            return Err(Halt::Step(format!(
                "needs the waiter {}, which API version {} does not have",
                wait.waiter,
                self.target.api_version()
            )));
        };
        let parameters = wait.parameters.resolve(scope)?;
        let limit = self.target.scaled(wait.timeout.unwrap_or(waiter.delay * waiter.max_attempts));
        let term = Term::beginning(waiter.name.clone(), limit);
        let mut pauses = Pauses::new(waiter.delay, term.end());
        let mut polls = 0;
        let (observation, reply, end) = loop {
            polls += 1;
            let (observation, reply) = self.ask(label, Purpose::Poll, &waiter.operation, parameters.clone()).await?;
            let status = observation.last().and_then(|last| last.response.as_ref()).map_or(0, |answer| answer.status);
            match waiter_state(&waiter.acceptors, status, &reply) {
                WaiterState::Success => break (observation, reply, WaitEnd::Met),
                WaiterState::Failure => {
                    let reason = match &reply {
                        Reply::Success(_) => "a state came from which there is no way there".to_owned(),
                        other => format!("{} {}", waiter.operation, other.in_words()),
                    };
                    break (observation, reply, WaitEnd::Failed { reason });
                }
                WaiterState::Retry if !pauses.pause().await => {
                    break (observation, reply, WaitEnd::Deadline);
                }
                WaiterState::Retry => {}
            }
            self.target.emit(Entry::Observed { key: self.key.clone(), observation: Box::new(observation) }).await;
        };
        self.settled(step, term, Polled { observation, reply, end, polls }, scope).await
    }

    async fn settled(&self, step: &Step, term: Term, polled: Polled, scope: &mut Scope) -> Result<(), Halt> {
        let Term { waiter, started, limit } = term;
        let Polled { mut observation, reply, end, polls } = polled;
        let label = observation.step.clone();
        observation.purpose = Purpose::Settled;
        self.observed(observation, step, &reply, scope).await;
        let halt = match &end {
            WaitEnd::Met => Ok(()),
            WaitEnd::Deadline => Err(Halt::Step(format!("did not see {waiter} within {} s", limit.as_secs()))),
            WaitEnd::Failed { reason } => Err(Halt::Step(format!("waited for {waiter} in vain: {reason}"))),
        };
        let (elapsed_ms, deadline_ms) = (millis(started.elapsed()), millis(limit));
        let waited = Waited { step: label, waiter, end, polls, elapsed_ms, deadline_ms };
        self.target.emit(Entry::Waited { key: self.key.clone(), waited }).await;
        halt
    }
}

/// Whether a polling has come to its end: its conditions hold, or the error that it waits for came.
fn until_holds(polling: &Polling, reply: &Reply, scope: &Scope) -> bool {
    match reply {
        Reply::Success(data) => {
            let held = |result: CheckResult| result.held;
            !polling.conditions.is_empty()
                && polling.conditions.iter().all(|check| check.holds(data, scope).is_ok_and(held))
        }
        Reply::Refused(error) => polling.error.as_ref().is_some_and(|codes| code_matches(codes, &error.code)),
        Reply::Unreadable(_) | Reply::Nothing(_) => false,
    }
}

/// Why asking again is of no use. A resource that is not found yet may come (AWS's answers are eventually
/// consistent: <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>), and a server
/// error may pass; any other refusal stays.
fn permanent_failure(reply: &Reply) -> Option<String> {
    match reply {
        Reply::Refused(error) => {
            let is_transient = error.code.ends_with(".NotFound") || error.status >= 500;
            (!is_transient).then(|| format!("it was refused with {}", error.code))
        }
        _ => None,
    }
}
