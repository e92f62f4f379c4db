//! The rules of security groups in requests: `permissions` of `data/said-shown.yaml`.

use serde_json::Value;

use crate::tables::permission_rows::PermissionCall;
use crate::tables::said_shown::FILE;

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
