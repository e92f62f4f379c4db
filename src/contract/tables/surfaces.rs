//! Named sets of actions: `data/surfaces.yaml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::tables::load::load;

/// The actions that a kind of client needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionSet {
    /// The name in reports.
    pub title: String,
    /// URLs of the sources that the actions were read from.
    pub source: Vec<String>,
    /// Part of the client -> the actions that it needs: `aws_key_pair` -> `ImportKeyPair`, ...
    pub parts: IndexMap<String, BTreeSet<String>>,
}

impl ActionSet {
    /// The actions of all parts.
    pub fn actions(&self) -> BTreeSet<&str> {
        self.parts.values().flatten().map(String::as_str).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rejected_before_lookup: Vec<String>,
    sets: IndexMap<String, ActionSet>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/surfaces.yaml")));

/// All sets with their names.
pub fn action_sets() -> impl Iterator<Item = (&'static str, &'static ActionSet)> {
    TABLE.sets.iter().map(|(name, set)| (name.as_str(), set))
}

/// Whether endpoints return this code before they look up the action, so that it does not prove that the action exists.
pub fn is_rejected_before_lookup(code: &str) -> bool {
    TABLE.rejected_before_lookup.iter().any(|known| known == code)
}
