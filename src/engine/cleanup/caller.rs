//! The calls of clean-up.

use std::time::Duration;

use contract::WaiterState;
use record::{Entry, Observation, Purpose, ScenarioKey, StepName};
use serde_json::Value;
use tokio::time::Instant;

use crate::call::{CallOutcome, Pauses, PreparedCall, waiter_state};
use crate::evaluate::parameters;
use crate::target::Target;

/// The longest pause between two attempts.
pub(crate) const PAUSE: Duration = Duration::from_secs(5);

/// Makes the calls of clean-up for one scenario, and records them under the step `clean-up`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CleanUpCaller<'a> {
    pub(crate) target: &'a Target,
    pub(crate) key: &'a ScenarioKey,
    pub(crate) deadline: Instant,
}

impl CleanUpCaller<'_> {
    /// Makes a call.
    pub(crate) async fn call(&self, operation: &str, parameters: Value) -> CallOutcome {
        self.observe(operation, parameters).await.1
    }

    /// Waits with a waiter of AWS's model; whether it succeeded before the deadline. `gone` codes and a missing action
    /// are a success.
    ///
    /// The waiter's own failure ends the wait only where `failure_is_final`: after a deletion it may describe the state
    /// before it, e.g. that of an instance that was terminated while it was `pending`, and will change.
    pub(crate) async fn wait<'t>(
        &self,
        waiter: &str,
        with: impl IntoIterator<Item = (&'t String, &'t String)>,
        facts: &Value,
        gone: &[String],
        failure_is_final: bool,
    ) -> bool {
        let Some(waiter) = self.target.contract.waiter(waiter) else { return true };
        let parameters = parameters(with, facts);
        let mut pauses = Pauses::new(PAUSE, self.deadline);
        loop {
            let (observation, outcome) = self.observe(&waiter.operation, parameters.clone()).await;
            let response = observation.last().and_then(|last| last.response.as_ref());
            let status = response.map_or(0, |response| response.status);
            if let CallOutcome::Rejected(rejection) = &outcome
                && (gone.contains(&rejection.error.code) || rejection.is_missing_action())
            {
                return true;
            }
            match waiter_state(&waiter.acceptors, status, &outcome) {
                WaiterState::Success => return true,
                WaiterState::Failure if failure_is_final && matches!(outcome, CallOutcome::Success(_)) => return false,
                WaiterState::Failure | WaiterState::Retry => {}
            }
            if !pauses.pause().await {
                return false;
            }
        }
    }

    async fn observe(&self, operation: &str, parameters: Value) -> (Observation, CallOutcome) {
        let call = PreparedCall::new(self.target, self.key, operation, parameters);
        let (observation, outcome) = call.send(self.target, &StepName::CleanUp, Purpose::CleanUp).await;
        let entry = Entry::Observed { key: self.key.clone(), observation: Box::new(observation.clone()) };
        self.target.emit(entry).await;
        (observation, outcome)
    }
}
