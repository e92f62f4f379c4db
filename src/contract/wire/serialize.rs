//! Parameters -> pairs of name and value.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

use crate::api_version::Contract;
use crate::bytes::bytes_in;
use crate::operation::Operation;
use crate::path::PathSegment;
use crate::shape::{Members, Shape, ShapeId, ShapeKind, TimestampFormat};
use crate::timestamp::{format_timestamp, of_parameter};
use crate::wire::error::WireError;

/// The pairs of a call's parameters, in their order, without `Action` and `Version`. They are not percent-encoded:
/// [`form`](crate::wire::form) does that.
///
/// A blob is given as text, or as [bytes](crate::bytes_value), and sent in base64, as the protocol requires: EC2's `UserData`
/// is a string, which the caller encodes unless it is given as bytes, but `PublicKeyMaterial` is a blob. A timestamp is given in RFC 3339 or as seconds since the Unix epoch. `null`,
/// empty lists and empty structures are omitted, because the protocol has no form for them. A number in a string, and a
/// number for a string, are accepted where they can be converted: they may be the value of a variable.
///
/// # Errors
/// A parameter does not exist, or a value has no wire form.
pub fn serialize(
    contract: &Contract,
    operation: &Operation,
    parameters: &Value,
) -> Result<Vec<(String, String)>, WireError> {
    let mut writer = Writer { contract, prefix: String::new(), pairs: Vec::new() };
    match parameters {
        Value::Null => {}
        Value::Object(map) => writer.structure(contract.parameters(operation), map)?,
        other => return Err(not("a mapping of parameters", other)),
    }
    Ok(writer.pairs)
}

struct Writer<'a> {
    contract: &'a Contract,
    /// The wire name of the current value.
    prefix: String,
    pairs: Vec<(String, String)>,
}

impl Writer<'_> {
    fn structure(&mut self, members: &Members, map: &Map<String, Value>) -> Result<(), WireError> {
        let length = self.prefix.len();
        for (name, value) in map {
            let segment = || PathSegment::Member(name.clone());
            let Some(member) = members.get(name) else {
                return Err(WireError::new("does not exist".to_owned()).within(segment()));
            };
            if length > 0 {
                self.prefix.push('.');
            }
            self.prefix.push_str(&member.parameter());
            self.value(member.shape, member.timestamp, value).map_err(|error| error.within(segment()))?;
            self.prefix.truncate(length);
        }
        Ok(())
    }

    fn value(&mut self, id: ShapeId, format: Option<TimestampFormat>, value: &Value) -> Result<(), WireError> {
        let shape = self.contract.shape(id);
        match (&shape.kind, value) {
            (_, Value::Null) => Ok(()),
            (ShapeKind::Structure(members), Value::Object(map)) => self.structure(members, map),
            (ShapeKind::List(list), Value::Array(items)) => {
                let length = self.prefix.len();
                for (index, item) in items.iter().enumerate() {
                    // Writing to a String cannot fail.
                    let _ = write!(self.prefix, ".{}", index + 1);
                    self.value(list.item, None, item).map_err(|error| error.within(PathSegment::Index(index)))?;
                    self.prefix.truncate(length);
                }
                Ok(())
            }
            (ShapeKind::Map(_), _) => {
                Err(WireError::new("is a map, which the ec2 protocol has no form for".to_owned()))
            }
            _ => {
                let text = scalar(shape, format, value)?;
                self.pairs.push((self.prefix.clone(), text));
                Ok(())
            }
        }
    }
}

/// The wire form of a scalar.
fn scalar(shape: &Shape, format: Option<TimestampFormat>, value: &Value) -> Result<String, WireError> {
    let text = match (&shape.kind, value) {
        (ShapeKind::String { .. }, Value::String(text)) => Some(text.clone()),
        (ShapeKind::String { .. }, Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        (ShapeKind::Integer | ShapeKind::Long, Value::Number(number)) => {
            number.as_i64().map(|number| number.to_string())
        }
        (ShapeKind::Integer | ShapeKind::Long, Value::String(text)) => {
            text.parse::<i64>().ok().map(|number| number.to_string())
        }
        (ShapeKind::Float | ShapeKind::Double, Value::Number(number)) => Some(number.to_string()),
        // JSON has no numbers for these; the protocol does.
        (ShapeKind::Float | ShapeKind::Double, Value::String(text)) => match text.as_str() {
            "NaN" | "Infinity" | "-Infinity" => Some(text.clone()),
            _ => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| text.clone()),
        },
        (ShapeKind::Boolean, Value::Bool(flag)) => Some(flag.to_string()),
        (ShapeKind::Boolean, Value::String(text)) if matches!(text.as_str(), "true" | "false") => Some(text.clone()),
        (ShapeKind::Blob, Value::String(text)) => Some(BASE64.encode(text)),
        (ShapeKind::Blob | ShapeKind::String { .. }, _) => bytes_in(value).map(str::to_owned),
        (ShapeKind::Timestamp(of_shape), _) => {
            of_parameter(value).and_then(|time| format_timestamp(time, format.unwrap_or(*of_shape)))
        }
        _ => None,
    };
    text.ok_or_else(|| not(expected(&shape.kind), value))
}

fn expected(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Integer | ShapeKind::Long => "an integer",
        ShapeKind::Float | ShapeKind::Double => "a number",
        ShapeKind::Timestamp(_) => "a timestamp (2014-04-29T18:30:38Z, or seconds since 1970)",
        ShapeKind::Structure(_) => "a mapping",
        ShapeKind::List(_) => "a list",
        ShapeKind::Boolean => "true or false",
        ShapeKind::String { .. } | ShapeKind::Blob | ShapeKind::Map(_) => "a string",
    }
}

fn not(expected: &str, value: &Value) -> WireError {
    let mut found = value.to_string();
    if found.chars().count() > 60 {
        found = found.chars().take(57).chain("...".chars()).collect();
    }
    WireError::new(format!("must be {expected}, not {found}"))
}
