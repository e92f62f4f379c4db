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
    /// What reports call it.
    pub title: String,
    /// Where the calls can be read.
    pub source: Vec<String>,
    /// What needs them, and the actions: `aws_key_pair` -> `ImportKeyPair`, ...
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
    refused_unread: RefusedUnread,
    sets: IndexMap<String, ActionSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusedUnread {
    #[expect(dead_code, reason = "for who reads the table")]
    source: String,
    codes: Vec<String>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/surfaces.yaml")));

/// Every set by its name.
pub fn action_sets() -> impl Iterator<Item = (&'static str, &'static ActionSet)> {
    TABLE.sets.iter().map(|(name, set)| (name.as_str(), set))
}

/// Whether a refusal with this code is given before anybody looks for the action, and so says nothing of whether it
/// is there.
pub fn is_refused_unread(code: &str) -> bool {
    TABLE.refused_unread.codes.iter().any(|known| known == code)
}
