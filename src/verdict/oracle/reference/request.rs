//! Whether both sides were sent the same request, and which values in the two requests correspond.

use record::Observation;
use scenario::{Action, Step};
use serde_json::Value;

use crate::oracle::reference::bindings::Bindings;
use crate::oracle::reference::words::is_redacted;

/// Shorter texts, in bytes, are words and counts, which correspond only to themselves.
const SHORTEST_NAME: usize = 4;

/// Compares two requests of one step; values that the scenario fills in differently become pairs.
///
/// Values may differ where the scenario has a variable, and where neither its author nor the endpoint's profile set them
/// (tokens, the run's tags).
///
/// # Errors
/// How they differ: the reference was recorded with another suite.
pub(crate) fn pair_requests(
    step: &Step,
    reference: &Observation,
    target: &Observation,
    bindings: &mut Bindings<'_>,
) -> Result<(), String> {
    if reference.operation != target.operation {
        let name = |call: &Observation| call.operation.clone().unwrap_or_else(|| "a request".into());
        return Err(format!("{} here, {} on the reference", name(target), name(reference)));
    }
    let omitted = |name: &str| [reference, target].iter().any(|call| call.omitted.iter().any(|left| left == name));
    let mut pairs = Pairs { bindings, omitted: &omitted };
    pairs.values(template(step), &reference.parameters, &target.parameters, &mut String::new())
}

/// Pairs the variables that a step's expectations use: they have the same names on both sides.
pub(crate) fn pair_variables(reference: &Observation, target: &Observation, bindings: &mut Bindings<'_>) {
    let mut pairs = Pairs { bindings, omitted: &|_| false };
    for (name, ours) in &reference.bindings {
        if let Some(theirs) = target.bindings.get(name) {
            // Without a template no request differs.
            let _ = pairs.values(None, ours, theirs, &mut String::new());
        }
    }
}

/// The parameters that a profile left out of only one of two requests.
pub(crate) fn left_out<'a>(reference: &'a Observation, target: &'a Observation) -> impl Iterator<Item = &'a str> {
    let of = |one: &'a Observation, other: &'a Observation| {
        one.omitted.iter().filter(|name| !other.omitted.contains(name)).map(String::as_str)
    };
    of(reference, target).chain(of(target, reference))
}

fn template(step: &Step) -> Option<&Value> {
    match &step.action {
        Action::Call(call) => Some(call.parameters.value()),
        Action::Wait(wait) => Some(wait.parameters.value()),
        Action::Raw(raw) => Some(raw.parameters.value()),
        Action::Operator(_) | Action::Together(_) | Action::Client(_) => None,
    }
}

struct Pairs<'p, 'b> {
    bindings: &'p mut Bindings<'b>,
    omitted: &'p dyn Fn(&str) -> bool,
}

impl Pairs<'_, '_> {
    /// `template` is the scenario's value in this place; absent if it has none, or a variable.
    fn values(
        &mut self,
        template: Option<&Value>,
        reference: &Value,
        target: &Value,
        path: &mut String,
    ) -> Result<(), String> {
        let template = template.filter(|value| !value.as_str().is_some_and(|text| text.contains("${")));
        match (reference, target) {
            (Value::Object(ours), Value::Object(theirs)) => {
                let names = ours.keys().chain(theirs.keys().filter(|name| !ours.contains_key(*name)));
                for name in names.filter(|name| !(self.omitted)(name)) {
                    let here = template.and_then(|template| template.get(name));
                    let length = path.len();
                    path.push_str(if length == 0 { "" } else { "." });
                    path.push_str(name);
                    match (ours.get(name), theirs.get(name)) {
                        (Some(ours), Some(theirs)) => self.values(here, ours, theirs, path)?,
                        _ if here.is_none() => {}
                        (Some(_), None) => return Err(format!("`{path}` is sent to the reference only")),
                        _ => return Err(format!("`{path}` is not sent to the reference")),
                    }
                    path.truncate(length);
                }
                Ok(())
            }
            (Value::Array(ours), Value::Array(theirs)) => {
                if ours.len() != theirs.len() && template.is_some() {
                    return Err(format!("`{path}` has {} elements, {} on the reference", theirs.len(), ours.len()));
                }
                for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                    self.values(template.and_then(|template| template.get(index)), ours, theirs, path)?;
                }
                Ok(())
            }
            _ if template.is_some() && reference != target && !is_secret(reference, target) => {
                Err(format!("`{path}` is {target}, {reference} on the reference"))
            }
            (Value::String(ours), Value::String(theirs)) => {
                if ours.len() >= SHORTEST_NAME && theirs.len() >= SHORTEST_NAME {
                    self.bindings.unify(ours, theirs);
                    self.bindings.bind(ours, theirs);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Whether both values are redacted secrets: the same secret has another mark in each run.
fn is_secret(reference: &Value, target: &Value) -> bool {
    [reference, target].iter().all(|value| value.as_str().is_some_and(is_redacted))
}
