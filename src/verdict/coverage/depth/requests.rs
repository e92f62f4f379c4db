//! What a step sends.

use contract::{Contract, Operation};
use scenario::{Action, Step};
use serde_json::Value;

use crate::coverage::depth::constants::Constants;
use crate::coverage::parameters::parameters;

/// What a step sends, as far as it is known before a run. Of a raw request, whose parameters have wire names, only whether it
/// is a dry run and has a client token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) scalars: Vec<String>,
    /// The lists with two elements or more.
    pub(crate) two: Vec<String>,
    pub(crate) pages: bool,
    pub(crate) token: bool,
    pub(crate) dry_run: bool,
    pub(crate) tags: bool,
}

impl Sent {
    pub(crate) fn of(contract: &Contract, operation: &Operation, step: &Step, constants: &Constants<'_>) -> Self {
        let template = match &step.action {
            Action::Call(call) => &call.parameters,
            Action::Wait(wait) => &wait.parameters,
            Action::Raw(raw) => &raw.parameters,
            Action::Operator(_) | Action::Together(_) | Action::Client(_) => {
                return Sent::default();
            }
        };
        let request = constants.fill(template.value());
        let has = |name: &str| request.get(name).is_some_and(|value| !value.is_null());
        let tokens = operation.idempotency_tokens.iter().map(String::as_str).chain(["ClientToken"]);
        let paging = contract.paging(operation);
        let mut sent = Sent {
            pages: step.pages.is_some() || paging.is_some_and(|paging| has(paging.token)),
            token: tokens.into_iter().any(has),
            dry_run: request.get("DryRun").is_some_and(|value| *value == true || *value == "true"),
            tags: has("TagSpecifications"),
            ..Sent::default()
        };
        sent.scalars.extend(parameters(&request));
        if !matches!(step.action, Action::Raw(_)) {
            two(String::new(), &request, &mut sent.two);
        }
        sent
    }
}

fn two(path: String, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            if items.len() > 1 {
                found.push(path.clone());
            }
            items.iter().for_each(|item| two(format!("{path}[]"), item, found));
        }
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            two(path, value, found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
