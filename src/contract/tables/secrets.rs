//! Members and request parameters that hold secrets: `data/secrets.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::load::load;

/// A member, parameter or header that holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// Its name.
    pub member: String,
    /// What is secret in it, for people.
    pub why: String,
    /// Other names of it.
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    members: Vec<Secret>,
    credentials: Vec<Secret>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/secrets.yaml")));

/// The members of answers and parameters of requests that hold secrets.
pub fn secrets() -> impl Iterator<Item = &'static Secret> {
    TABLE.members.iter()
}

/// The names of all members, parameters and headers that hold secrets. The whole value is one, lists and structures
/// too; the case of letters in the names does not matter.
pub fn secret_members() -> impl Iterator<Item = &'static str> {
    let rows = TABLE.members.iter().chain(&TABLE.credentials);
    rows.flat_map(|row| std::iter::once(&row.member).chain(&row.also)).map(String::as_str)
}

/// Whether a member, parameter or header of this name holds a secret: `KeyMaterial` in an SDK as `keyMaterial` in XML.
pub fn is_secret_member(name: &str) -> bool {
    secret_members().any(|known| known.eq_ignore_ascii_case(name))
}
