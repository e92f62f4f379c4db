//! Places in parameters and responses, over all items of lists: `Reservations[].Instances[].InstanceId`.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::api_version::Contract;
use crate::shape::ShapeId;

/// The members to follow from a value to others inside it. The empty path is the value itself.
///
/// ```
/// use contract::ValuePath;
/// use serde_json::json;
///
/// let path: ValuePath = "Groups[].GroupId".parse().expect("it is a path");
/// assert_eq!(path.values(&json!({"Groups": [{"GroupId": "sg-1"}, {}]})), [&json!("sg-1")]);
/// assert_eq!(path.values(&json!({"Groups": null})), [&json!(0); 0]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(try_from = "String")]
pub struct ValuePath {
    members: Vec<PathMember>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct PathMember {
    name: String,
    /// Whether the path goes on from each item of a list.
    each: bool,
}

impl ValuePath {
    /// All values at the path, in order; null is no value.
    pub fn values<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        let mut found = Vec::new();
        collect(value, &self.members, &mut found);
        found
    }

    /// The first value at the path.
    pub fn first<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.values(value).into_iter().next()
    }

    /// Whether it has any number of values.
    pub fn has_list(&self) -> bool {
        self.members.iter().any(|member| member.each)
    }

    /// The name of the first member; absent from the empty path.
    pub fn head(&self) -> Option<&str> {
        self.members.first().map(|member| member.name.as_str())
    }

    /// The path to the structure that has the last member, and that member's name; absent from the empty path.
    pub fn split_last(&self) -> Option<(ValuePath, &str)> {
        let (last, rest) = self.members.split_last()?;
        Some((ValuePath { members: rest.to_vec() }, &last.name))
    }

    /// The path that goes on with another one.
    #[must_use]
    pub fn join(&self, rest: &ValuePath) -> ValuePath {
        ValuePath { members: self.members.iter().chain(&rest.members).cloned().collect() }
    }

    /// The path to a member of that name; `each`: to each item of it.
    #[must_use]
    pub fn member(&self, name: &str, each: bool) -> ValuePath {
        let last = PathMember { name: name.to_owned(), each };
        ValuePath { members: self.members.iter().cloned().chain([last]).collect() }
    }

    /// The shape of the values at the path in values of `shape`; absent where the model has no such member.
    pub fn shape(&self, contract: &Contract, shape: ShapeId) -> Option<ShapeId> {
        self.members.iter().try_fold(shape, |shape, member| {
            let found = contract.members(shape).get(&member.name)?.shape;
            match (contract.list(found), member.each) {
                (Some(list), true) => Some(list.item),
                (_, false) => Some(found),
                (None, true) => None,
            }
        })
    }
}

fn collect<'v>(value: &'v Value, members: &[PathMember], found: &mut Vec<&'v Value>) {
    let Some((member, rest)) = members.split_first() else {
        if !value.is_null() {
            found.push(value);
        }
        return;
    };
    match value.get(&member.name) {
        Some(Value::Array(items)) if member.each => items.iter().for_each(|item| collect(item, rest, found)),
        Some(value) if !member.each => collect(value, rest, found),
        _ => {}
    }
}

impl std::str::FromStr for ValuePath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let member = |segment: &str| {
            let (name, each) = segment.strip_suffix("[]").map_or((segment, false), |name| (name, true));
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if is_name { Ok(PathMember { name: name.to_owned(), each }) } else { Err(format!("no path: {text:?}")) }
        };
        let members = text.split('.').filter(|_| !text.is_empty()).map(member);
        Ok(ValuePath { members: members.collect::<Result<_, _>>()? })
    }
}

impl TryFrom<String> for ValuePath {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for ValuePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, member) in self.members.iter().enumerate() {
            let (dot, list) = (if at > 0 { "." } else { "" }, if member.each { "[]" } else { "" });
            write!(f, "{dot}{}{list}", member.name)?;
        }
        Ok(())
    }
}
