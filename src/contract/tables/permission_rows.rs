//! The rows of `permissions` in `data/said-shown.yaml`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Permissions {
    /// Number -> name.
    pub(super) protocols: HashMap<String, String>,
    pub(super) with_ports: HashSet<String>,
    pub(super) default: IndexMap<String, Vec<Value>>,
    pub(super) calls: IndexMap<String, PermissionCall>,
}

/// An action on the rules of a security group.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionCall {
    /// The list of the group's description that has the rules: `IpPermissions`.
    pub at: String,
    /// Whether the action adds or removes the rules that it names.
    pub does: PermissionVerb,
}

/// What an action does to rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionVerb {
    /// It adds them.
    Add,
    /// It removes them.
    Remove,
    /// It changes their descriptions alone.
    Describe,
}
