//! Whether a scenario claims that requests succeed, or that they are refused.

use contract::Contract;
use serde_json::Value;

use crate::model::scenario::Scenario;
use crate::model::step::{Action, Step};
use crate::variables::{Scope, Template};

/// The error that a dry run ends in where the request would succeed.
const DRY_RUN: &str = "DryRunOperation";

impl Scenario {
    /// Whether the scenario claims that EC2 refuses something; every other scenario must succeed. An endpoint that
    /// refuses every request meets many of these claims, so scores keep the two apart.
    ///
    /// It does if the first of its own steps with an `expect`, `http`, `error` or `status` expects an error, and each step
    /// after that expects one, too, or only reads: a call of an action that reads, a wait, a hook. Steps before it set up.
    /// `DryRunOperation` alone, with which EC2 confirms a dry run, is no refusal. All generated checks are refusals.
    pub fn expects_refusal(&self) -> bool {
        let Some(claim) = self.steps.iter().position(states_something) else { return false };
        is_refusal(&self.steps[claim]) && self.steps[claim..].iter().all(|step| is_refusal(step) || self.reads(step))
    }

    fn reads(&self, step: &Step) -> bool {
        let reads = |name: &str| Contract::embedded().operation(name).is_some_and(|operation| operation.is_read_only());
        match &step.action {
            Action::Wait(_) | Action::Operator(_) | Action::Together(_) => true,
            Action::Client(_) => false,
            Action::Call(call) => reads(&call.operation),
            Action::Raw(raw) => {
                let scope: Scope = self.variables.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
                let parameters = raw.parameters.value().get("Action").cloned().map(Template::new);
                let action = parameters.and_then(Result::ok).and_then(|action| action.resolve(&scope).ok());
                action.as_ref().and_then(Value::as_str).is_some_and(reads)
            }
        }
    }
}

fn states_something(step: &Step) -> bool {
    !step.expect.is_empty() || !step.http.is_empty() || step.error.is_some() || step.status.is_some()
}

fn is_refusal(step: &Step) -> bool {
    let is_confirmed = step.error.as_ref().is_some_and(|error| error.codes == [DRY_RUN]);
    step.expects_error() && !is_confirmed
}
