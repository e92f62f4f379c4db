//! Whether both sides were asked the same, and what stands for what in their requests.

use record::Observation;
use scenario::{Action, Step};
use serde_json::Value;

use crate::oracle::reference::bindings::Bindings;
use crate::oracle::reference::words::is_redacted;

/// Texts shorter than this are words and counts that mean themselves.
const SHORTEST_NAME: usize = 4;

/// Compares two requests of one step; what the scenario fills in differently is paired.
///
/// Where the scenario has a variable the values may differ, and so may what neither its author nor the endpoint's
/// profile had a hand in (tokens, the run's tags).
///
/// # Errors
/// In what they differ: the reference was recorded with another suite.
pub(crate) fn alike(
    step: &Step,
    reference: &Observation,
    target: &Observation,
    bindings: &mut Bindings<'_>,
) -> Result<(), String> {
    if reference.operation != target.operation {
        let name = |asked: &Observation| asked.operation.clone().unwrap_or_else(|| "a request".into());
        return Err(format!("{} here, {} of the reference", name(target), name(reference)));
    }
    let omitted = |name: &str| [reference, target].iter().any(|asked| asked.omitted.iter().any(|left| left == name));
    let mut pairs = Pairs { bindings, omitted: &omitted };
    pairs.values(template(step), &reference.parameters, &target.parameters, &mut String::new())
}

/// Pairs the variables that a step's expectations use: the scenario knows them by the same name.
pub(crate) fn variables(reference: &Observation, target: &Observation, bindings: &mut Bindings<'_>) {
    let mut pairs = Pairs { bindings, omitted: &|_| false };
    for (name, ours) in &reference.bindings {
        if let Some(theirs) = target.bindings.get(name) {
            // Without a template nothing is asked otherwise.
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
        Action::Operator(_) => None,
    }
}

struct Pairs<'p, 'b> {
    bindings: &'p mut Bindings<'b>,
    omitted: &'p dyn Fn(&str) -> bool,
}

impl Pairs<'_, '_> {
    /// `template` is what the scenario has in this place; absent where it has nothing, or a variable.
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
                        (Some(_), None) => return Err(format!("`{path}` is asked of the reference alone")),
                        _ => return Err(format!("`{path}` is not asked of the reference")),
                    }
                    path.truncate(length);
                }
                Ok(())
            }
            (Value::Array(ours), Value::Array(theirs)) => {
                if ours.len() != theirs.len() && template.is_some() {
                    return Err(format!("`{path}` has {} elements, and {} of the reference", theirs.len(), ours.len()));
                }
                for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                    self.values(template.and_then(|template| template.get(index)), ours, theirs, path)?;
                }
                Ok(())
            }
            _ if template.is_some() && reference != target && !is_secret(reference, target) => {
                Err(format!("`{path}` is {target}, and {reference} of the reference"))
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

/// Whether the record holds marks in place of a secret: the same one has another mark in each run.
fn is_secret(reference: &Value, target: &Value) -> bool {
    [reference, target].iter().all(|value| value.as_str().is_some_and(is_redacted))
}
