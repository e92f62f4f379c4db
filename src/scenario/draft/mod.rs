//! Drafts: what a client did, as scenarios that load without errors or warnings.

mod calls;
mod expectations;
mod filters;
mod groups;
mod leaves;
mod names;
mod states;
mod text;
mod variables;
mod waits;

use std::collections::HashSet;

use contract::{Contract, is_read_only, tables};
use record::{EndpointHead, Observation};
use serde_json::Value;

use crate::draft::calls::ClientCall;
use crate::draft::expectations::Sent;
use crate::draft::names::free;
use crate::draft::text::DraftStep;
use crate::draft::variables::Variables;
use crate::draft::waits::{Form, Planned};
use crate::words::words;

/// A scenario that a client's calls were made to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its name within an area: `vpc`.
    pub name: String,
    /// The text of its file.
    pub text: String,
    /// The number of its steps.
    pub steps: usize,
}

/// The drafts of one client.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drafts {
    /// Those of calls that belong together, each.
    pub drafts: Vec<Draft>,
    /// What no scenario can do, with the reasons.
    pub omitted: Vec<String>,
}

/// What a client did, as scenarios: one for calls that belong together.
///
/// Ids and addresses of earlier responses are variables. Names that the client chose are `${unique}`. Values that facts of the
/// endpoint have are these facts. Calls that were repeated until a state was reached are waits. What the client had sent, and
/// a response shows, is expected. `observations`: the calls that the client made, from a recorded run, where no secret is.
pub fn drafts(client: &str, observations: &[&Observation], endpoint: &EndpointHead, contract: &Contract) -> Drafts {
    let (calls, omitted) = calls::read(observations, contract);
    let planned = waits::plan(calls, contract);
    let mut variables = Variables::new(endpoint, planned.iter().map(|step| &step.call));
    let (mut steps, mut links, mut sent) = (Vec::new(), Vec::new(), Sent::default());
    for (index, Planned { call, form }) in planned.iter().enumerate() {
        let parameters = Value::Object(call.parameters.clone());
        sent.take(&parameters);
        let (parameters, mut ties) = variables.request(&parameters);
        // What a list of everything shows depends on what else there is. A wait is a claim already; what else a state shows is
        // not what the client waited for.
        let is_specific = !ties.is_empty() || !is_read_only(&call.operation.name);
        let expecting = call.response().filter(|_| is_specific && *form == Form::Call);
        let expected = expecting.map(|response| sent.shown(response, &variables, &mut ties)).unwrap_or_default();
        links.push(ties);
        if let Some(response) = call.response() {
            variables.response(index, response);
        }
        steps.push(DraftStep { call, form, parameters, expected });
    }
    let mut names = HashSet::new();
    let drafts = groups::groups(&links).into_iter().map(|group| {
        let of_group: Vec<&ClientCall<'_>> = group.iter().map(|step| &planned[*step].call).collect();
        let name = free(&name(&of_group), '-', &mut names, |_| true);
        let text = text::scenario(client, endpoint, &group, &steps, &variables);
        Draft { name, text, steps: group.len() }
    });
    Drafts { drafts: drafts.collect(), omitted }
}

/// What a draft is called by: what it creates first, or else its first action.
fn name(calls: &[&ClientCall<'_>]) -> String {
    let created = calls.iter().find_map(|call| tables::lifecycle(&call.operation.name));
    match created {
        Some(row) => row.kind.clone(),
        None => words(calls.first().map_or("calls", |call| call.operation.name.as_str()), '-'),
    }
}

impl Form {
    /// The action of a step, or what it waits for.
    fn in_words(&self, call: &ClientCall<'_>) -> String {
        match self {
            Form::Wait(waiter) => format!("wait {waiter}"),
            _ => call.operation.name.clone(),
        }
    }
}
