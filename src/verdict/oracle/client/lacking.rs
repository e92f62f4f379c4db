//! A member that a client asks for and the last response does not have.

use std::collections::HashSet;

use contract::{Contract, ShapeId};
use serde_json::Value;

use crate::oracle::client::names::Spelling;
use crate::oracle::client::words::Words;
use crate::oracle::decoded_call::DecodedCall;

/// The member that a client names, that AWS's model has in the response to this call, and that is nowhere in it.
pub(crate) fn lacking(words: &Words, call: &DecodedCall<'_>) -> Option<&'static str> {
    let response = call.success()?;
    let mut names = Vec::new();
    collect(call.contract, call.operation?.output?, &mut HashSet::new(), &mut names);
    names.into_iter().find(|name| !has(response, name) && words.all().any(|said| Spelling::of(name).is_in(said)))
}

/// The names of the members of a shape and of all inside it, the outer ones first.
fn collect(contract: &'static Contract, shape: ShapeId, seen: &mut HashSet<ShapeId>, names: &mut Vec<&'static str>) {
    let shape = contract.list(shape).map_or(shape, |list| list.item);
    if !seen.insert(shape) {
        return;
    }
    let members = contract.members(shape);
    names.extend(members.iter().map(|member| member.name.as_str()));
    members.iter().for_each(|member| collect(contract, member.shape, seen, names));
}

/// Whether any object in a value has a member of this name.
fn has(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| has(item, name)),
        Value::Object(members) => members.iter().any(|(member, value)| member == name || has(value, name)),
        _ => false,
    }
}
