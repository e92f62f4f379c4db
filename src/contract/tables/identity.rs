//! The members that identify the elements of a list: `data/identity.yaml`.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

type Keys = IndexMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lists: Keys,
    elsewhere: IndexMap<String, Keys>,
    holders: IndexMap<String, String>,
    ordered: Keys,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/identity.yaml")));

/// The members that identify the elements of the list member `list` in a response of `operation`; absent where the table
/// has none. An element is identified by those of them that it has; with none, by its position.
pub fn identity_key(operation: &str, list: &str) -> Option<&'static [String]> {
    let here = TABLE.elsewhere.get(operation).and_then(|lists| lists.get(list));
    here.or_else(|| TABLE.lists.get(list)).map(Vec::as_slice)
}

/// The list member whose elements the elements of `list` only contain: `Instances` of `Reservations`.
pub fn held_list(list: &str) -> Option<&'static str> {
    TABLE.holders.get(list).map(String::as_str)
}

/// Whether the order of the list at `path` in a response of `operation` has a meaning. A path has the form
/// `DhcpOptions[].DhcpConfigurations[].Values`.
pub fn is_ordered(operation: &str, path: &str) -> bool {
    TABLE.ordered.get(operation).is_some_and(|paths| paths.iter().any(|ordered| ordered == path))
}

/// All lists whose order has a meaning: operation, path.
pub fn ordered_lists() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .ordered
        .iter()
        .flat_map(|(operation, paths)| paths.iter().map(move |path| (operation.as_str(), path.as_str())))
}

/// A row of the table of identity members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityKey {
    /// The operation that the row applies to; absent where it applies to all.
    pub operation: Option<&'static str>,
    /// The name of the list member.
    pub list: &'static str,
    /// The members that identify its elements.
    pub by: &'static [String],
}

/// All rows of the table.
pub fn identity_keys() -> impl Iterator<Item = IdentityKey> {
    let rows = |operation: Option<&'static str>, keys: &'static Keys| {
        keys.iter().map(move |(list, by)| IdentityKey { operation, list, by })
    };
    rows(None, &TABLE.lists).chain(TABLE.elsewhere.iter().flat_map(move |(name, keys)| rows(Some(name), keys)))
}
