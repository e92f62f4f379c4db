//! Pairs of name and value -> parameters: what [`serialize`](crate::wire::serialize) makes, read back.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Number, Value};

use crate::api_version::Contract;
use crate::operation::Operation;
use crate::shape::{Members, ShapeId, ShapeKind};

/// The parameters that a client sent, with the model's names. `pairs` are decoded, without `Action` and `Version`.
///
/// A name that the model does not have, or that contradicts one before it, is kept as it is on the wire, at the top
/// (`Filter.1.Nmae`), so that [`check_parameters`](crate::check_parameters) reports it. So is a value that its type does
/// not fit, in its place, as text. Gaps in the numbers of a list close.
pub fn parse(contract: &Contract, operation: &Operation, pairs: &[(String, String)]) -> Value {
    let mut whole = Part::Structure(BTreeMap::new(), Vec::new());
    let mut unknown = Map::new();
    for (name, text) in pairs {
        let mut segments = name.split('.');
        let placed = match segments.next().and_then(|first| member(contract.parameters(operation), first)) {
            Some((member, shape)) => {
                let rest: Vec<&str> = segments.collect();
                place(contract, whole.member(member), shape, &rest, text).is_some()
            }
            None => false,
        };
        if !placed {
            unknown.insert(name.clone(), Value::from(text.as_str()));
        }
    }
    let mut parameters = whole.into_value();
    if let Value::Object(map) = &mut parameters {
        // Of a name that comes twice the first counts.
        for (name, value) in unknown {
            map.entry(name).or_insert(value);
        }
    }
    parameters
}

/// A value that is being put together.
enum Part {
    Empty,
    Scalar(Value),
    /// Values by member name, and the names in the order sent.
    Structure(BTreeMap<String, Part>, Vec<String>),
    List(BTreeMap<u32, Part>),
}

impl Part {
    /// The part of a structure's member.
    fn member(&mut self, name: &str) -> &mut Part {
        if matches!(self, Part::Empty) {
            *self = Part::Structure(BTreeMap::new(), Vec::new());
        }
        let Part::Structure(members, order) = self else { unreachable!("only structures are asked for members") };
        if !members.contains_key(name) {
            order.push(name.to_owned());
        }
        members.entry(name.to_owned()).or_insert(Part::Empty)
    }

    fn into_value(self) -> Value {
        match self {
            Part::Empty => Value::Null,
            Part::Scalar(value) => value,
            Part::Structure(mut members, order) => Value::Object(
                order
                    .into_iter()
                    .filter_map(|name| Some((name.clone(), members.remove(&name)?.into_value())))
                    .filter(|(_, value)| !value.is_null())
                    .collect(),
            ),
            Part::List(items) => items.into_values().map(Part::into_value).filter(|value| !value.is_null()).collect(),
        }
    }
}

/// The member of that wire name: its name in the model, and its shape.
fn member<'c>(members: &'c Members, parameter: &str) -> Option<(&'c str, ShapeId)> {
    let found = members.iter().find(|member| member.parameter() == parameter)?;
    Some((&found.name, found.shape))
}

/// Puts a text in its place below `part`; `None` if there is no such place, or something else is there.
fn place(contract: &Contract, part: &mut Part, shape: ShapeId, rest: &[&str], text: &str) -> Option<()> {
    match (&contract.shape(shape).kind, rest) {
        (ShapeKind::Structure(members), [name, rest @ ..]) => {
            let (name, shape) = member(members, name)?;
            matches!(part, Part::Empty | Part::Structure(..)).then_some(())?;
            place(contract, part.member(name), shape, rest, text)
        }
        (ShapeKind::List(list), [index, rest @ ..]) => {
            let index: u32 = index.parse().ok()?;
            if matches!(part, Part::Empty) {
                *part = Part::List(BTreeMap::new());
            }
            let Part::List(items) = part else { return None };
            place(contract, items.entry(index).or_insert(Part::Empty), list.item, rest, text)
        }
        (ShapeKind::Structure(_) | ShapeKind::List(_), []) => None,
        (kind, []) if matches!(part, Part::Empty) => {
            *part = Part::Scalar(scalar(kind, text));
            Some(())
        }
        _ => None,
    }
}

/// The value of a scalar; text where it does not fit the type.
fn scalar(kind: &ShapeKind, text: &str) -> Value {
    let value = match kind {
        ShapeKind::Integer | ShapeKind::Long => text.parse::<i64>().ok().map(Value::from),
        ShapeKind::Float | ShapeKind::Double => text.parse().ok().and_then(Number::from_f64).map(Value::Number),
        // Old clients send `True`, which AWS accepts.
        ShapeKind::Boolean => text.to_lowercase().parse::<bool>().ok().map(Value::from),
        ShapeKind::Blob => BASE64.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).map(Value::from),
        _ => None,
    };
    value.unwrap_or_else(|| Value::from(text))
}
