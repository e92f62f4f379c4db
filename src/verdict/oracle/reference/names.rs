//! Names for ids: where each first occurs.

use std::collections::HashMap;

use contract::tables::Volatility;
use record::{Purpose, Transcript};
use serde_json::Value;

use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::reference::bindings::{Bindings, ComparedSide};
use crate::oracle::reference::form::is_id;
use crate::oracle::reference::path::MemberPath;
use crate::oracle::reference::words::{generated_name, id_prefix, pieces, without_numbers};

/// The names of the ids, and of the names that the run generated, on one side of a scenario.
///
/// `<RunInstances#1.Instances[0].InstanceId>` is where it first occurs: in the first call of RunInstances, polls not
/// counted. An id that first occurs in a request is named by the parameter. So one more id does not rename the others.
#[derive(Debug, Default)]
pub(crate) struct ResourceNames {
    names: HashMap<String, String>,
    run: String,
}

impl ResourceNames {
    /// Names the ids in the calls of a transcript, in the order of its steps.
    pub(crate) fn of(transcript: &Transcript, run: &str, endpoint: &record::EndpointHead) -> Self {
        let mut names = ResourceNames { names: HashMap::new(), run: run.to_owned() };
        let mut calls: HashMap<String, u32> = HashMap::new();
        for observation in transcript.steps.values().filter_map(|step| step.settled()) {
            debug_assert!(observation.purpose != Purpose::Poll);
            let decoded = DecodedCall::of(observation, endpoint);
            let nth = calls.entry(decoded.called().to_owned()).or_default();
            *nth += 1;
            let call = format!("{}#{nth}", observation.operation.as_deref().unwrap_or("Request"));
            let mut path = MemberPath::new(observation.operation.as_deref().unwrap_or_default());
            names.read(&call, &mut path, &mut String::new(), &observation.parameters);
            if let Some(decoded) = decoded.decoded() {
                names.read(&call, &mut MemberPath::new(path.operation), &mut String::new(), &decoded.value);
            }
        }
        names
    }

    /// `place` is `path` with the positions of elements.
    fn read(&mut self, call: &str, path: &mut MemberPath<'_>, place: &mut String, value: &Value) {
        let length = place.len();
        match value {
            Value::String(text) => {
                let name = || format!("<{call}.{place}>");
                if path.volatility() == Some(Volatility::Id) && is_id(text) {
                    self.names.entry(text.clone()).or_insert_with(name);
                }
                for piece in pieces(text) {
                    if let Some(found) = generated_name(piece, &self.run).filter(|found| !found.is_run) {
                        self.names.entry(found.name.to_owned()).or_insert_with(name);
                    } else if id_prefix(piece).is_some() {
                        self.names.entry(piece.to_owned()).or_insert_with(name);
                    }
                }
            }
            Value::Array(items) => {
                let mark = path.enter_elements();
                for (index, item) in items.iter().enumerate() {
                    place.push_str(&format!("[{index}]"));
                    self.read(call, path, place, item);
                    place.truncate(length);
                }
                path.leave(mark);
            }
            Value::Object(members) => {
                for (name, member) in members {
                    let mark = path.enter(name);
                    place.push_str(if length == 0 { "" } else { "." });
                    place.push_str(name);
                    self.read(call, path, place, member);
                    place.truncate(length);
                    path.leave(mark);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Replaces ids by names.
#[derive(Debug)]
pub(crate) struct Namer<'a, 'b> {
    pub(crate) reference: &'a ResourceNames,
    pub(crate) target: &'a ResourceNames,
    pub(crate) bindings: &'a Bindings<'b>,
}

impl Namer<'_, '_> {
    /// Replaces the ids in a value of one side. One that has a counterpart in the reference gets the reference's name.
    pub(crate) fn name(&self, side: ComparedSide, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(side, text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.name(side, item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.name(side, member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&self, side: ComparedSide, text: &str) -> String {
        let runs = match side {
            ComparedSide::Reference => [&self.reference.run, &self.reference.run],
            // What is the same on both sides is shown as on the reference.
            ComparedSide::Target => [&self.target.run, &self.reference.run],
        };
        let mut named = String::with_capacity(text.len());
        let plain = runs.iter().fold(text.to_owned(), |text, run| without_numbers(&text, run).into_owned());
        for piece in pieces(&plain) {
            if let Some(found) = runs.iter().find_map(|run| generated_name(piece, run)) {
                let name = if found.is_run { "<run>" } else { self.of(side, found.name).unwrap_or("<name>") };
                named.extend([found.before, name, found.after]);
                continue;
            }
            match (self.of(side, piece), id_prefix(piece)) {
                (Some(name), _) => named.push_str(name),
                (None, Some(prefix)) => named.extend(["<", if prefix.is_empty() { "id" } else { prefix }, ">"]),
                (None, None) => named.push_str(piece),
            }
        }
        named
    }

    fn of(&self, side: ComparedSide, id: &str) -> Option<&str> {
        let of_reference = |id: &str| self.reference.names.get(id).map(String::as_str);
        let of_target = || {
            let counterpart = self.bindings.of_target(id).and_then(of_reference);
            counterpart.or_else(|| self.target.names.get(id).map(String::as_str))
        };
        match side {
            ComparedSide::Reference => of_reference(id),
            ComparedSide::Target => of_target().or_else(|| of_reference(id)),
        }
    }
}
