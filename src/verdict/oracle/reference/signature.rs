//! A hash of what does not vary in a value: elements of two lists with the same hash correspond.

use std::hash::{DefaultHasher, Hash, Hasher};

use contract::tables;
use serde_json::{Map, Value};

use crate::oracle::reference::bindings::{Bindings, ComparedSide};
use crate::oracle::reference::form::form;
use crate::oracle::reference::path::MemberPath;

/// The hash of a value of one side. It leaves out the order of lists where it does not matter, and empty members.
pub(crate) fn signature(bindings: &Bindings<'_>, side: ComparedSide, path: &mut MemberPath<'_>, value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Null => {}
        Value::Bool(truth) => truth.hash(&mut hasher),
        Value::Number(_) if path.volatility() == Some(tables::Volatility::Measure) => 1.hash(&mut hasher),
        Value::Number(number) => number.to_string().hash(&mut hasher),
        Value::String(text) => of_text(bindings, side, path, text).hash(&mut hasher),
        Value::Array(items) => {
            let ordered = tables::is_ordered(path.operation, path.text());
            let mark = path.enter_elements();
            let mut of_items: Vec<u64> = items.iter().map(|item| signature(bindings, side, path, item)).collect();
            path.leave(mark);
            if !ordered {
                of_items.sort_unstable();
            }
            of_items.hash(&mut hasher);
        }
        Value::Object(members) => of_members(bindings, side, path, members).hash(&mut hasher),
    }
    hasher.finish()
}

/// The hashes of a structure's members, sorted.
pub(crate) fn of_members(
    bindings: &Bindings<'_>,
    side: ComparedSide,
    path: &mut MemberPath<'_>,
    members: &Map<String, Value>,
) -> Vec<u64> {
    let full = members.iter().filter(|(_, value)| !is_empty(value));
    let mut of_members: Vec<u64> = full
        .map(|(name, value)| {
            let mark = path.enter(name);
            let mut hasher = DefaultHasher::new();
            (name, signature(bindings, side, path, value)).hash(&mut hasher);
            path.leave(mark);
            hasher.finish()
        })
        .collect();
    of_members.sort_unstable();
    of_members
}

fn of_text(bindings: &Bindings<'_>, side: ComparedSide, path: &MemberPath<'_>, text: &str) -> String {
    let form = path.volatility().filter(|_| !bindings.is_known(side, text)).and_then(|why| form(why, text));
    form.map_or_else(|| bindings.canonical(side, text), |form| format!("\u{1}{}", form.kind))
}

/// Whether a member is empty at any depth, which counts as absent.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
