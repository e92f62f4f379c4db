//! The rules of security groups in requests: `permissions` of `data/said-shown.yaml`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use crate::tables::said_shown::FILE;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Permissions {
    /// Number -> name.
    protocols: HashMap<String, String>,
    with_ports: HashSet<String>,
    default: IndexMap<String, Vec<Value>>,
    calls: IndexMap<String, PermissionCall>,
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

/// What an action does to the rules of a security group; absent for any other action.
pub fn permission_call(action: &str) -> Option<&'static PermissionCall> {
    FILE.permissions.calls.get(action)
}

/// All actions on the rules of security groups.
pub fn permission_calls() -> impl Iterator<Item = (&'static str, &'static PermissionCall)> {
    FILE.permissions.calls.iter().map(|(action, call)| (action.as_str(), call))
}

/// The permissions that a new group has in a list of its description.
pub fn default_permissions(list: &str) -> &'static [Value] {
    FILE.permissions.default.get(list).map_or(&[], Vec::as_slice)
}

/// The name of a protocol by its number or name; the number where it has no name.
///
/// ```
/// assert_eq!(contract::tables::protocol_name("6"), "tcp");
/// assert_eq!(contract::tables::protocol_name("TCP"), "tcp");
/// assert_eq!(contract::tables::protocol_name("50"), "50");
/// ```
pub fn protocol_name(protocol: &str) -> String {
    let lower = protocol.to_ascii_lowercase();
    FILE.permissions.protocols.get(&lower).cloned().unwrap_or(lower)
}

/// Whether rules of the protocol (by name) have ports, or ICMP types and codes.
pub fn has_ports(protocol: &str) -> bool {
    FILE.permissions.with_ports.contains(protocol)
}
