//! Members that AWS always returns: `data/always.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use crate::severity::Severity;
use crate::tables::evidence::{Evidence, member_evidence};
use crate::tables::load::load;
use crate::tables::readers::{MemberReader, readers, severity};

/// A member that AWS returns in every element of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlwaysPresent {
    /// The operation whose responses have it.
    pub operation: String,
    /// The member's path: `Reservations[].Instances[].InstanceId`. Required only where its parent is present.
    pub path: String,
    /// The path of the elements that the conditions are about: `Reservations[].Instances[]`. The path begins with it; empty
    /// for the response itself.
    pub place: String,
    /// The conditions under which it is required.
    pub conditions: Conditions,
    /// URL of the page of the API reference that documents it.
    pub source: String,
    /// How much its absence matters.
    pub severity: Severity,
    /// The clients that read it.
    pub read_by: Vec<MemberReader>,
}

impl AlwaysPresent {
    /// What supports the claim.
    pub fn evidence(&self) -> Evidence {
        member_evidence(&self.operation, &self.path)
    }
}

/// The conditions under which a member is required. Without any, it always is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    /// Member -> values: not where the other member has one of them. No values stand for any value.
    pub unless: IndexMap<String, Vec<String>>,
    /// Only where each of these members has a value.
    pub only_where: Vec<String>,
}

impl Conditions {
    /// Whether the member is required in the innermost of these elements, which are those around it, the outermost first.
    pub fn hold(&self, around: &[&Value]) -> bool {
        let found = |path: &str| around.iter().rev().find_map(|element| value_at(element, path));
        let is_excused = self.unless.iter().any(|(member, values)| {
            found(member).is_some_and(|value| values.is_empty() || values.iter().any(|excused| is_text(value, excused)))
        });
        !is_excused && self.only_where.iter().all(|member| found(member).is_some())
    }
}

/// The value at a path without lists, unless it is empty.
fn value_at<'v>(element: &'v Value, path: &str) -> Option<&'v Value> {
    let found = path.split('.').try_fold(element, |value, name| value.get(name))?;
    let is_empty = match found {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    (!is_empty).then_some(found)
}

/// Whether a scalar has that text: `true` is the text "true".
fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        Value::Bool(flag) => text == if *flag { "true" } else { "false" },
        Value::Number(number) => number.to_string() == text,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Kind -> its members.
    kinds: IndexMap<String, Vec<Row>>,
    operations: IndexMap<String, Vec<Place>>,
}

/// A place in a response, and its members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    at: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    members: Vec<Row>,
    #[serde(default)]
    without: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Member(String),
    Conditional(Conditional),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conditional {
    member: String,
    #[serde(default)]
    unless: IndexMap<String, Vec<String>>,
    #[serde(default, rename = "where")]
    only_where: Vec<String>,
}

impl Row {
    fn member(&self) -> &String {
        match self {
            Row::Member(member) | Row::Conditional(Conditional { member, .. }) => member,
        }
    }

    fn conditions(&self) -> Conditions {
        match self {
            Row::Member(_) => Conditions::default(),
            Row::Conditional(Conditional { unless, only_where, .. }) => {
                Conditions { unless: unless.clone(), only_where: only_where.clone() }
            }
        }
    }
}

impl Place {
    fn rows<'t>(&'t self, kinds: &'t IndexMap<String, Vec<Row>>) -> impl Iterator<Item = &'t Row> {
        let of_kind = match &self.kind {
            Some(name) => kinds.get(name).expect("tests/it/tables.rs reads every row").as_slice(),
            None => &[],
        };
        of_kind.iter().filter(|row| !self.without.contains(row.member())).chain(&self.members)
    }
}

static TABLE: LazyLock<IndexMap<String, Vec<AlwaysPresent>>> = LazyLock::new(|| {
    let File { kinds, operations } = load(include_str!("../data/always.yaml"));
    let rows = |(operation, places): (String, Vec<Place>)| {
        let rows = places.iter().flat_map(|place| {
            place.rows(&kinds).map(|row| {
                let member = row.member();
                let path = if place.at.is_empty() { member.clone() } else { format!("{}.{member}", place.at) };
                let read_by = readers(&operation, &path);
                AlwaysPresent {
                    operation: operation.clone(),
                    severity: severity(&path, &read_by),
                    read_by,
                    path,
                    place: place.at.clone(),
                    conditions: row.conditions(),
                    source: api_page(&operation),
                }
            })
        });
        let rows = rows.collect();
        (operation, rows)
    };
    operations.into_iter().map(rows).collect()
});

/// URL of the page of the API reference for an operation.
fn api_page(operation: &str) -> String {
    format!("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{operation}.html")
}

/// The members that AWS always returns in a response of `operation`; empty where the table has no row.
pub fn always_present(operation: &str) -> &'static [AlwaysPresent] {
    TABLE.get(operation).map_or(&[], Vec::as_slice)
}

/// The operations that the table has rows for.
pub fn always_present_operations() -> impl Iterator<Item = &'static str> {
    TABLE.keys().map(String::as_str)
}
