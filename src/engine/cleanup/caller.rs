//! The calls of clean-up.

use std::time::Duration;

use contract::{Matcher, Waiter, WaiterState, tables};
use record::{Entry, Observation, Purpose, ScenarioKey, StepName};
use serde_json::Value;
use tokio::time::Instant;

use crate::call::{CallOutcome, Pauses, PreparedCall, waiter_state};
use crate::evaluate::{parameters, search};
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

    /// Waits after a deletion, with a waiter of AWS's model; whether it succeeded before the deadline.
    ///
    /// What does not exist satisfies every such waiter, however the endpoint words it: a code of `gone`, any of AWS's
    /// spellings of "not found", or an empty list. The waiter's own failure does not end the wait: it may describe the state
    /// before the deletion, e.g. that of an instance that was terminated while it was `pending`, and will change.
    pub(crate) async fn wait_deleted<'t>(
        &self,
        waiter: &str,
        with: impl IntoIterator<Item = (&'t String, &'t String)>,
        facts: &Value,
        gone: &[String],
    ) -> bool {
        let is_gone = |waiter: &Waiter, outcome: &CallOutcome| match outcome {
            CallOutcome::Rejected(rejection) => {
                let (code, message) = (&rejection.error.code, &rejection.error.message);
                gone.contains(code) || tables::is_not_found(code, message, facts["id"].as_str().unwrap_or_default())
            }
            CallOutcome::Success(response) => lists_nothing(waiter, response),
            CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => false,
        };
        self.wait(waiter, with, facts, is_gone, false).await
    }

    /// Waits until a resource can be described in full; whether it succeeded before the deadline.
    pub(crate) async fn wait_ready<'t>(
        &self,
        waiter: &str,
        with: impl IntoIterator<Item = (&'t String, &'t String)>,
        facts: &Value,
    ) -> bool {
        self.wait(waiter, with, facts, |_, _| false, true).await
    }

    /// Waits with a waiter of AWS's model, or until `is_met`. A missing action is a success.
    async fn wait<'t>(
        &self,
        waiter: &str,
        with: impl IntoIterator<Item = (&'t String, &'t String)>,
        facts: &Value,
        is_met: impl Fn(&Waiter, &CallOutcome) -> bool,
        failure_is_final: bool,
    ) -> bool {
        let Some(waiter) = self.target.contract.waiter(waiter) else { return true };
        let parameters = parameters(with, facts);
        let mut pauses = Pauses::new(PAUSE, self.deadline);
        loop {
            let (observation, outcome) = self.observe(&waiter.operation, parameters.clone()).await;
            let response = observation.last().and_then(|last| last.response.as_ref());
            let status = response.map_or(0, |response| response.status);
            let is_missing = matches!(&outcome, CallOutcome::Rejected(rejection) if rejection.is_missing_action());
            if is_missing || is_met(waiter, &outcome) {
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

/// Whether every list that the waiter looks at is empty: the resource is not described any more.
fn lists_nothing(waiter: &Waiter, response: &Value) -> bool {
    let lists = waiter.acceptors.iter().filter_map(|acceptor| match &acceptor.matcher {
        Matcher::PathAll { argument, .. } | Matcher::PathAny { argument, .. } => Some(search(argument, response)),
        Matcher::Path { .. } | Matcher::Error(_) | Matcher::Status(_) => None,
    });
    let mut lists = lists.peekable();
    lists.peek().is_some()
        && lists.all(|list| match list {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use contract::Contract;
    use serde_json::json;

    use super::lists_nothing;

    #[test]
    fn an_empty_list_is_a_resource_that_is_gone() {
        let waiter = |name: &str| Contract::embedded().waiter(name).unwrap_or_else(|| panic!("no {name}"));
        let instance = json!({"Reservations": [{"Instances": [{"State": {"Name": "running"}}]}]});
        assert!(lists_nothing(waiter("InstanceTerminated"), &json!({"Reservations": []})));
        assert!(!lists_nothing(waiter("InstanceTerminated"), &instance));
        for waiter in ["VolumeDeleted", "NatGatewayDeleted", "VpnConnectionDeleted", "NetworkInterfaceAvailable"] {
            let waiter = Contract::embedded().waiter(waiter).unwrap_or_else(|| panic!("no {waiter}"));
            assert!(lists_nothing(waiter, &json!({})), "{waiter:?}");
        }
    }
}
