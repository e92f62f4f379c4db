//! Members and parameters that contain secrets: `data/secrets.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::load::load;

/// A member, parameter or header that contains a secret.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretMember {
    /// The name, as in the API reference.
    pub member: String,
    /// The secret in it, as text for people.
    pub why: String,
    /// Other names of the same member.
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    members: Vec<SecretMember>,
    credentials: Vec<SecretMember>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/secrets.yaml")));

/// The members of responses and parameters of requests that contain secrets.
pub fn secrets() -> impl Iterator<Item = &'static SecretMember> {
    TABLE.members.iter()
}

/// The names of all members, parameters and headers that contain secrets. The whole value is secret, lists and structures
/// too. Case is ignored.
pub fn secret_members() -> impl Iterator<Item = &'static str> {
    let rows = TABLE.members.iter().chain(&TABLE.credentials);
    rows.flat_map(|row| std::iter::once(&row.member).chain(&row.also)).map(String::as_str)
}

/// Whether a member, parameter or header of this name contains a secret. Case is ignored: `KeyMaterial` is the name in
/// SDKs, `keyMaterial` in XML.
pub fn is_secret_member(name: &str) -> bool {
    secret_members().any(|known| known.eq_ignore_ascii_case(name))
}
