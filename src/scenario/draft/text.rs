//! A draft as YAML.

use std::collections::BTreeSet;

use contract::Contract;
use record::EndpointHead;
use serde_json::{Map, Value};

use crate::draft::calls::{CallEnd, ClientCall};
use crate::draft::filters::has_undocumented;
use crate::draft::variables::Variables;
use crate::draft::waits::Form;
use crate::scaffold::flow;

/// How many pages of AWS a draft names, at most.
const SOURCES: usize = 8;
/// How many steps the claim names, at most.
const NAMED: usize = 6;

/// A step, with variables in place of values.
pub(crate) struct DraftStep<'a> {
    pub(crate) call: &'a ClientCall<'a>,
    pub(crate) form: &'a Form,
    pub(crate) parameters: Value,
    pub(crate) expected: Vec<(String, Value)>,
}

/// The text of a scenario with these steps. `group`: which of `steps`.
pub(crate) fn scenario(
    client: &str,
    endpoint: &EndpointHead,
    group: &[usize],
    steps: &[DraftStep<'_>],
    variables: &Variables<'_>,
) -> String {
    let body: String = group.iter().map(|index| step(*index, &steps[*index], variables)).collect();
    let did: Vec<String> = group.iter().map(|index| steps[*index].form.in_words(steps[*index].call)).collect();
    let more = if did.len() > NAMED { format!(" and {} more", did.len() - NAMED) } else { String::new() };
    let did = did.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let about = format!("The calls of {client} have the results that AWS documents: {did}{more}.");
    let mut text = format!(
        "# A draft of what {client} did on {}. Replace the claim by one that the sources make, and keep the steps that test it.\n\
         about: {}\n",
        endpoint.name,
        Value::String(about)
    );
    let mut pages: Vec<String> = Vec::new();
    for index in group {
        let page = steps[*index].call.operation.page();
        if !pages.contains(&page) {
            pages.push(page);
        }
    }
    match &pages[..] {
        [page] => text.push_str(&format!("source: {page}\n")),
        pages => {
            text.push_str("source:\n");
            pages.iter().take(SOURCES).for_each(|page| text.push_str(&format!("  - {page}\n")));
        }
    }
    text.push_str("tags: [draft]\n");
    let facts = facts(&body, endpoint);
    if !facts.is_empty() {
        text.push_str(&format!("requires: [{}]\n", facts.into_iter().collect::<Vec<_>>().join(", ")));
    }
    text + "steps:\n" + &body
}

/// The facts that a text uses.
fn facts<'a>(text: &str, endpoint: &'a EndpointHead) -> BTreeSet<&'a str> {
    let is_used = |name: &&String| text.contains(&format!("${{facts.{name}}}"));
    endpoint.facts.keys().filter(is_used).map(String::as_str).collect()
}

fn step(index: usize, step: &DraftStep<'_>, variables: &Variables<'_>) -> String {
    let DraftStep { call, form, parameters, expected } = step;
    let mut text: String = call.without.iter().map(|reason| format!("  # Without {}\n", one_line(reason))).collect();
    let parameters = parameters.as_object().cloned().unwrap_or_default();
    match form {
        Form::Wait(waiter) => text.push_str(&format!("  - wait: {waiter}\n    with: {}\n", in_braces(&parameters))),
        _ => text.push_str(&called(&call.operation.name, &parameters)),
    }
    if has_undocumented(Contract::embedded(), call.operation, &Value::Object(parameters)) {
        text.push_str("    undocumented_filter: true\n");
    }
    match form {
        Form::Until(conditions) => {
            text.push_str("    until:\n");
            conditions.iter().for_each(|(expression, value)| text.push_str(&check(expression, value)));
        }
        Form::UntilError(code) => text.push_str(&format!("    until: {{ error: {code} }}\n")),
        Form::Call | Form::Wait(_) => {}
    }
    let saved = variables.saved_by(index);
    if !saved.is_empty() {
        let saved: Map<String, Value> =
            saved.into_iter().map(|(name, expression)| (name.to_owned(), expression.into())).collect();
        text.push_str(&format!("    save: {}\n", flow(&Value::Object(saved))));
    }
    match (&call.end, form) {
        (CallEnd::Rejected(code), Form::Call) => text.push_str(&format!("    error: {code}\n")),
        _ if expected.is_empty() => {}
        _ => {
            text.push_str("    expect:\n");
            expected.iter().for_each(|(expression, value)| text.push_str(&check(expression, value)));
        }
    }
    text
}

fn called(action: &str, parameters: &Map<String, Value>) -> String {
    let lines =
        parameters.iter().map(|(name, value)| format!("      {}: {}\n", flow(&name.as_str().into()), flow(value)));
    match parameters.is_empty() {
        true => format!("  - {action}: {{}}\n"),
        false => std::iter::once(format!("  - {action}:\n")).chain(lines).collect(),
    }
}

fn in_braces(parameters: &Map<String, Value>) -> String {
    flow(&Value::Object(parameters.clone()))
}

fn check(expression: &str, value: &Value) -> String {
    format!("      - {}: {}\n", flow(&expression.into()), flow(value))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
