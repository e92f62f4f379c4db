//! The members of a response that a step reads.

use std::collections::BTreeSet;

use contract::{Contract, Matcher};
use serde_json::Value;

use crate::expression::{Expression, ResponseForm};
use crate::model::step::{Action, Check, Step};

impl Step {
    /// The members of the response that it reads, as paths: `Vpcs`, `Vpcs[].State`. Its expectations read them, the values that
    /// it saves, the conditions that it waits for, and its waiter. Empty where it must end in an error, and where its action is
    /// not in the contract.
    pub fn reads(&self, contract: &Contract) -> BTreeSet<String> {
        let Some(operation) = self.action.operation(contract).and_then(|name| contract.operation(name)) else {
            return BTreeSet::new();
        };
        if self.expects_error() {
            return BTreeSet::new();
        }
        let form = ResponseForm::of(operation);
        let mut paths = BTreeSet::new();
        let polled = self.until.iter().flat_map(|polling| &polling.conditions);
        for Check { expression, value, .. } in self.expect.iter().chain(polled) {
            let (read, end) = form.reads(contract, expression);
            paths.extend(read);
            if let (Some(end), Some(value)) = (end, value) {
                inside(&end, value.value(), &mut paths);
            }
        }
        for (_, expression) in &self.save {
            paths.extend(form.reads(contract, expression).0);
        }
        if let Action::Wait(wait) = &self.action {
            let acceptors = contract.waiter(&wait.waiter).into_iter().flat_map(|waiter| &waiter.acceptors);
            let arguments = acceptors.filter_map(|acceptor| match &acceptor.matcher {
                Matcher::Path { argument, .. }
                | Matcher::PathAll { argument, .. }
                | Matcher::PathAny { argument, .. } => Expression::parse(argument).ok(),
                Matcher::Error(_) | Matcher::Status(_) => None,
            });
            arguments.for_each(|expression| paths.extend(form.reads(contract, &expression).0));
        }
        paths
    }
}

/// Adds the members of what is at `path` that a value names which it must equal.
fn inside(path: &str, value: &Value, paths: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => {
            let each = format!("{}[]", path.trim_end_matches("[]"));
            items.iter().for_each(|item| inside(&each, item, paths));
        }
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            let member = format!("{path}.{name}");
            inside(&member, value, paths);
            paths.insert(member);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
