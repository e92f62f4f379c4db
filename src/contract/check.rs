//! Checks of parameters, before anything is sent.

use located::{fold, has_variable, nearest, whole_variable};
use serde_json::{Map, Value};

use crate::api_version::Contract;
use crate::bytes::bytes_in;
use crate::operation::Operation;
use crate::path::{Path, PathSegment};
use crate::shape::{Members, Shape, ShapeId, ShapeKind};
use crate::timestamp::of_parameter;

/// An error in the parameters of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterProblem {
    /// Path of the wrong value, or of the structure that lacks a member.
    pub path: Vec<PathSegment>,
    /// What is wrong, wherever it is.
    pub kind: ParameterProblemKind,
    /// The error, as text for people.
    pub message: String,
    /// The name or value that was most likely meant.
    pub suggestion: Option<String>,
}

/// What is wrong with a parameter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterProblemKind {
    /// AWS's model has no parameter or member of this name there.
    Unknown(String),
    /// The required parameter or member of this name is missing.
    Missing(String),
    /// The value has another type than in AWS's model.
    WrongType,
    /// A value of an enum is misspelled; the value.
    Misspelled(String),
}

impl ParameterProblem {
    /// The path as text: `Filters[0].Values`.
    pub fn place(&self) -> String {
        Path(&self.path).to_string()
    }
}

/// The errors in the parameters of a call by AWS's model: unknown names, values of another type, missing required members,
/// and misspelled enum values.
///
/// A string that contains a variable (`${name}`) is accepted for any scalar; one that is only a variable, for any value. Bytes
/// ([`bytes_value`](crate::bytes_value)) are accepted for strings and blobs.
/// Ranges, lengths and values that resemble none of their enum are not checked, so that a scenario can send what AWS
/// rejects, and the instance types of other clouds.
pub fn check_parameters(contract: &Contract, operation: &Operation, parameters: &Value) -> Vec<ParameterProblem> {
    let mut checker = Checker { contract, operation, path: Vec::new(), problems: Vec::new() };
    match parameters {
        Value::Object(map) => checker.structure(contract.parameters(operation), map, None),
        Value::Null => checker.structure(contract.parameters(operation), &Map::new(), None),
        other => checker.wrong("a mapping of names to values", other, None),
    }
    checker.problems
}

struct Checker<'a> {
    contract: &'a Contract,
    operation: &'a Operation,
    path: Vec<PathSegment>,
    problems: Vec<ParameterProblem>,
}

impl Checker<'_> {
    /// `of` is the shape; absent for the operation's own parameters.
    fn structure(&mut self, members: &Members, map: &Map<String, Value>, of: Option<&Shape>) {
        for (name, value) in map {
            self.path.push(PathSegment::Member(name.clone()));
            match members.get(name) {
                Some(member) => self.value(member.shape, value),
                None => {
                    let holder = match of {
                        None => format!("action `{}`", self.operation.name),
                        Some(shape) => format!("`{}`", shape.name),
                    };
                    let kind = ParameterProblemKind::Unknown(name.clone());
                    self.report(kind, format!("{holder} has no parameter `{name}`"), right_name(members, name));
                }
            }
            self.path.pop();
        }
        for member in members.iter().filter(|member| member.required && !map.contains_key(&member.name)) {
            let message = match of {
                None => format!("action `{}` needs the parameter `{}`", self.operation.name, member.name),
                Some(_) => format!("`{}` needs the member `{}`", Path(&self.path), member.name),
            };
            self.report(ParameterProblemKind::Missing(member.name.clone()), message, None);
        }
    }

    fn value(&mut self, id: ShapeId, value: &Value) {
        let contract = self.contract;
        let shape = contract.shape(id);
        if let Value::String(text) = value
            && (whole_variable(text).is_some() || shape.kind.is_scalar() && has_variable(text))
        {
            return;
        }
        match (&shape.kind, value) {
            (ShapeKind::Structure(members), Value::Object(map)) => self.structure(members, map, Some(shape)),
            (ShapeKind::List(list), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.path.push(PathSegment::Index(index));
                    self.value(list.item, item);
                    self.path.pop();
                }
            }
            (ShapeKind::Structure(_), _) => self.wrong("a mapping of names to values", value, None),
            (ShapeKind::List(_), _) => {
                let scalar = !matches!(value, Value::Null | Value::Object(_));
                self.wrong("a list", value, scalar.then(|| format!("[{value}]")));
            }
            (ShapeKind::Map(map), Value::Object(entries)) => {
                for (key, entry) in entries {
                    self.path.push(PathSegment::Member(key.clone()));
                    self.value(map.value, entry);
                    self.path.pop();
                }
            }
            (ShapeKind::Map(_), _) => self.wrong("a mapping of keys to values", value, None),
            (ShapeKind::String { values }, Value::String(text)) => self.value_of_enum(values, text),
            (ShapeKind::String { .. } | ShapeKind::Blob, _) if bytes_in(value).is_some() => {}
            (ShapeKind::String { .. } | ShapeKind::Blob, Value::Number(_) | Value::Bool(_)) => {
                self.wrong("a string", value, Some(format!("\"{value}\"")));
            }
            (ShapeKind::Blob, Value::String(_)) | (ShapeKind::Boolean, Value::Bool(_)) => {}
            (ShapeKind::String { .. } | ShapeKind::Blob, _) => self.wrong("a string", value, None),
            (ShapeKind::Integer, _) => self.number(value, "an integer", |n| i32::try_from(n.as_i64()?).ok().map(drop)),
            (ShapeKind::Long, _) => self.number(value, "an integer", |n| n.as_i64().map(drop)),
            (ShapeKind::Float | ShapeKind::Double, _) => {
                let special = matches!(value.as_str(), Some("NaN" | "Infinity" | "-Infinity"));
                if !special {
                    self.number(value, "a number", |_| Some(()));
                }
            }
            (ShapeKind::Boolean, _) => {
                let meant = value.as_str().map(str::to_lowercase).and_then(|text| match text.as_str() {
                    "true" | "yes" | "on" => Some("true".to_owned()),
                    "false" | "no" | "off" => Some("false".to_owned()),
                    _ => None,
                });
                self.wrong("true or false", value, meant);
            }
            (ShapeKind::Timestamp(_), _) if of_parameter(value).is_some() => {}
            (ShapeKind::Timestamp(_), _) => {
                self.wrong("a timestamp in RFC 3339 (2014-04-29T18:30:38Z) or seconds since 1970", value, None);
            }
        }
    }

    fn number(&mut self, value: &Value, expected: &str, fits: impl Fn(&serde_json::Number) -> Option<()>) {
        match value {
            Value::Number(number) if fits(number).is_some() => {}
            Value::String(text) => {
                let meant =
                    serde_json::from_str::<serde_json::Number>(text).ok().filter(|number| fits(number).is_some());
                self.wrong(expected, value, meant.map(|number| number.to_string()));
            }
            _ => self.wrong(expected, value, None),
        }
    }

    /// A value that differs from one of the enum by case, separators or one letter is misspelled. One that differs by a
    /// digit may be intended: `t9.micro`.
    fn value_of_enum(&mut self, values: &[String], text: &str) {
        if values.is_empty() || values.iter().any(|value| value == text) {
            return;
        }
        let letters = |text: &str| fold(text).chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let (folded, skeleton) = (fold(text), letters(text));
        let is_misspelling = |value: &&String| {
            fold(value) == folded
                || (folded.len() > 4 && strsim::osa_distance(&fold(value), &folded) == 1 && letters(value) != skeleton)
        };
        if let Some(right) = values.iter().find(is_misspelling) {
            let message = format!("`{text}` is not a value of `{}`", Path(&self.path));
            self.report(ParameterProblemKind::Misspelled(text.to_owned()), message, Some(right.clone()));
        }
    }

    fn wrong(&mut self, expected: &str, value: &Value, suggestion: Option<String>) {
        let found = match value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(flag) => format!("`{flag}`"),
            Value::Number(number) => format!("the number {number}"),
            Value::String(_) => "a string".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "a mapping".to_owned(),
        };
        let message = match self.path.as_slice() {
            [] => format!("the parameters of `{}` must be {expected}, not {found}", self.operation.name),
            path => format!("`{}` must be {expected}, not {found}", Path(path)),
        };
        self.report(ParameterProblemKind::WrongType, message, suggestion);
    }

    fn report(&mut self, kind: ParameterProblemKind, message: String, suggestion: Option<String>) {
        self.problems.push(ParameterProblem { path: self.path.clone(), kind, message, suggestion });
    }
}

/// The member that was most likely meant: one with that name on the wire, or the nearest.
fn right_name(members: &Members, name: &str) -> Option<String> {
    let wire = name.split('.').next().unwrap_or(name);
    let on_the_wire = members.iter().find(|member| member.parameter() == wire || member.element() == wire);
    on_the_wire
        .map(|member| member.name.as_str())
        .or_else(|| nearest(name, members.iter().map(|member| member.name.as_str())))
        .map(str::to_owned)
}
