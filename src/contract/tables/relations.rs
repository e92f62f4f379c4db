//! What descriptions of resources show of each other: `data/relations.yaml`, whose head comment has the form.

use std::collections::HashSet;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;
use crate::value_path::ValuePath;

/// Where a kind of resource is described.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedObject {
    /// The action that describes it.
    pub operation: String,
    /// The descriptions in its response.
    pub at: ValuePath,
    /// The member that identifies it.
    pub id: String,
    /// Members with other ids of it.
    #[serde(default)]
    pub also: Vec<String>,
}

/// A connection of two kinds of resources.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// The side that the table names first.
    pub left: ConnectionSide,
    /// The side that the table names second.
    pub right: ConnectionSide,
    /// The states in which it is complete.
    #[serde(default)]
    pub standing: Vec<String>,
    /// The side whose resources are connected with one of the other side; absent where there may be several.
    #[serde(default)]
    pub only_one: Option<Side>,
    /// The actions that make connections.
    pub begun_by: IndexMap<String, Beginning>,
    /// The actions that end them.
    pub ended_by: IndexMap<String, Ending>,
}

/// A side of a [`Connection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// [`Connection::left`]
    Left,
    /// [`Connection::right`]
    Right,
}

impl Side {
    /// The opposite side: `Left` for `Right`.
    #[must_use]
    pub fn across(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }
}

/// What one side shows of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionSide {
    /// The kind of resource.
    pub kind: String,
    /// The places in its description; empty where it does not show the connection.
    #[serde(default)]
    pub places: Vec<ConnectionPlace>,
}

/// A place in a description that shows a connection.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionPlace {
    /// The path of the structures that show a connection each: `Attachments[]`.
    pub at: ValuePath,
    /// Their member with the id of the other resource.
    pub other: ValuePath,
    /// Their member with the state of the connection.
    #[serde(default)]
    pub state: Option<ValuePath>,
    /// Their member with the id of the connection.
    #[serde(default)]
    pub via: Option<ValuePath>,
}

/// The parameters by which an action makes a connection; empty where it makes others than they say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Beginning {
    /// Those with the id of the left side.
    pub left: Vec<String>,
    /// Those with the id of the right side.
    pub right: Vec<String>,
    /// The path of the connection's id in the response.
    pub via: Option<ValuePath>,
}

/// The parameters by which an action ends connections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ending {
    /// Those with the id of the left side.
    pub left: Vec<String>,
    /// Those with the id of the right side.
    pub right: Vec<String>,
    /// Those with the id of the connection.
    pub via: Vec<String>,
}

/// Values that a description repeats of another resource.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copied {
    /// The kind whose descriptions repeat them.
    pub kind: String,
    /// The structures in its description.
    pub at: ValuePath,
    /// Their member with the id of the other resource.
    pub other: ValuePath,
    /// The kind of the other resource.
    pub of: String,
    /// A path in the structures -> the path in the other one's description.
    pub members: IndexMap<ValuePath, ValuePath>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    objects: IndexMap<String, RelatedObject>,
    connections: Vec<Connection>,
    copies: Vec<Copied>,
    neutral: HashSet<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/relations.yaml")));

/// The kinds of resources that show something of others, and where they are described.
pub fn related_objects() -> impl Iterator<Item = (&'static str, &'static RelatedObject)> {
    FILE.objects.iter().map(|(kind, object)| (kind.as_str(), object))
}

/// The connections of resources.
pub fn connections() -> &'static [Connection] {
    &FILE.connections
}

/// The values that descriptions repeat.
pub fn copies() -> &'static [Copied] {
    &FILE.copies
}

/// Whether a call of this action changes no connection, although it changes something.
pub fn keeps_connections(action: &str) -> bool {
    FILE.neutral.contains(action)
}

impl Connection {
    /// One of its sides.
    pub fn side(&self, side: Side) -> &ConnectionSide {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }
}
