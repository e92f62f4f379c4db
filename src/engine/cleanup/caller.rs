//! The calls of clean-up.

use std::time::Duration;

use contract::{Matcher, Waiter, WaiterState};
use record::{Entry, Purpose, ScenarioKey, StepName};
use serde_json::Value;
use tokio::time::Instant;

use crate::call::{CallOutcome, Pauses, PreparedCall, may_mean_missing, waiter_state};
use crate::evaluate::{parameters, search};
use crate::target::Target;
use crate::wait_memory::Observed;
use crate::whole_list::WholeList;

/// How long clean-up of one scenario may take, before the endpoint's factor.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(180);
/// How long a resource may not be listed or found after its creation, before the endpoint's factor.
pub(crate) const VISIBLE_WITHIN: Duration = Duration::from_secs(5);
/// The longest pause between two attempts.
pub(crate) const PAUSE: Duration = Duration::from_secs(5);
/// A wait that had this part of clean-up's time had all of it: the deletion before it takes a little.
const NEARLY: f64 = 0.75;

/// Makes the calls of clean-up for one scenario, and records them under the step `clean-up`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CleanUpCaller<'a> {
    pub(crate) target: &'a Target,
    pub(crate) key: &'a ScenarioKey,
    pub(crate) deadline: Instant,
    /// How long it may go on after a stop.
    pub(crate) allowance: Duration,
}

impl CleanUpCaller<'_> {
    pub(crate) async fn call(&self, operation: &str, parameters: Value) -> CallOutcome {
        self.observe(operation, parameters).await.1
    }

    /// Makes a call, page by page: an endpoint may return a list in pages though none are asked for. The outcome with the lists of
    /// all pages.
    pub(crate) async fn call_all(&self, operation: &str, parameters: Value) -> CallOutcome {
        let mut list = WholeList::new(self.target.contract, operation, parameters);
        loop {
            let outcome = self.call(operation, list.parameters()).await;
            if let Some(whole) = list.take(outcome) {
                return whole;
            }
        }
    }

    /// Makes a call; whether its response may mean that the endpoint does not have the action.
    pub(crate) async fn lacks(&self, operation: &str, parameters: Value) -> bool {
        self.observe(operation, parameters).await.2
    }

    /// Pauses, `pause` having a deadline that a stop brings nearer; `false` once that has passed. A stop ends the pause.
    pub(crate) async fn pause(&self, pauses: &mut Pauses, deadline: impl Fn() -> Instant) -> bool {
        let stop = &self.target.stop;
        let stopped = stop.is_cancelled();
        tokio::select! {
            going_on = pauses.pause(deadline()) => going_on,
            () = stop.cancelled(), if !stopped => true,
        }
    }

    /// When clean-up must end.
    pub(crate) fn deadline(&self) -> Instant {
        self.target.stop.deadline(self.deadline, self.allowance)
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
            CallOutcome::Rejected(rejection) => rejection.means_gone(gone, facts["id"].as_str().unwrap_or_default()),
            CallOutcome::Success(response) => lists_nothing(waiter, response),
            CallOutcome::Existing(_) | CallOutcome::Unreadable(_) | CallOutcome::NoResponse(_) => false,
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
        let began = Instant::now();
        // What is left of clean-up's time by chance is no measure of what never comes.
        let whole = self.target.scaled(TIMEOUT);
        let mut watch = self.target.waits.watch(format!("clean-up: {}", waiter.name), whole);
        let mut pauses = Pauses::new(PAUSE);
        loop {
            let (status, outcome, _) = self.observe(&waiter.operation, parameters.clone()).await;
            let is_missing = matches!(&outcome, CallOutcome::Rejected(rejection) if rejection.is_missing_action());
            if is_missing || is_met(waiter, &outcome) {
                watch.succeeded(began.elapsed());
                return true;
            }
            match waiter_state(&waiter.acceptors, status, &outcome) {
                WaiterState::Success => {
                    watch.succeeded(began.elapsed());
                    return true;
                }
                WaiterState::Failure if failure_is_final && matches!(outcome, CallOutcome::Success(_)) => return false,
                WaiterState::Failure | WaiterState::Retry => {}
            }
            let limit = watch.limit(Observed::by_acceptors(&waiter.acceptors, &outcome), began.elapsed());
            let deadline = || self.target.stop.wait_deadline(began, self.deadline().min(began + limit));
            if !self.pause(&mut pauses, deadline).await {
                if began.elapsed() >= whole.mul_f64(NEARLY) {
                    watch.passed();
                }
                return false;
            }
        }
    }

    /// Makes a call; its HTTP status (0: none), its outcome, and whether that may mean a missing action. None is made once
    /// clean-up must end.
    async fn observe(&self, operation: &str, parameters: Value) -> (u16, CallOutcome, bool) {
        let call = PreparedCall::new(self.target, self.key, operation, parameters);
        let sent = call.send(self.target, &StepName::CleanUp, Purpose::CleanUp);
        let Some((observation, outcome)) = self.target.stop.bounded(self.allowance, sent).await else {
            return (0, CallOutcome::NoResponse("the run was stopped".into()), false);
        };
        let response = observation.last().and_then(|last| last.response.as_ref());
        let status = response.map_or(0, |response| response.status);
        let may_be_missing = observation.last().is_some_and(may_mean_missing);
        let entry = Entry::Observed { key: self.key.clone(), observation: Box::new(observation) };
        self.target.emit(entry).await;
        (status, outcome, may_be_missing)
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
