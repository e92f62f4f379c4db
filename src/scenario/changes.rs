//! Which parameters of an action name the resources that it changes.
//!
//! Fixtures that are created once per run are for scenarios that only read them; this finds the others.

use contract::tables;

/// Verbs of actions that change the resource in their name: `ModifySubnetAttribute` changes `SubnetId`.
const ON_ITS_NOUN: &[&str] = &[
    "Accept",
    "Authorize",
    "Cancel",
    "Delete",
    "Deregister",
    "Disable",
    "Enable",
    "Modify",
    "Reboot",
    "Reject",
    "Release",
    "Replace",
    "Reset",
    "Restore",
    "Revoke",
    "Start",
    "Stop",
    "Terminate",
    "Update",
];

/// Verbs of actions that change every resource in their parameters.
const ON_ALL: &[&str] = &["Assign", "Associate", "Attach", "Detach", "Disassociate", "Unassign"];

/// Whether `operation` changes or deletes the resource that its parameter `parameter` names.
pub(crate) fn is_changed(operation: &str, parameter: &str) -> bool {
    if tables::deletes(operation).is_some_and(|deletes| deletes.parameters.contains(&parameter)) {
        return true;
    }
    if matches!(operation, "CreateTags" | "DeleteTags") {
        return parameter == "Resources";
    }
    let names_a_resource = ["Id", "Ids", "Name", "Names"].iter().find_map(|ending| parameter.strip_suffix(ending));
    let Some(noun) = names_a_resource.filter(|noun| !noun.is_empty()) else { return false };
    if ON_ALL.iter().any(|verb| operation.starts_with(verb)) {
        return true;
    }
    ON_ITS_NOUN.iter().any(|verb| operation.strip_prefix(verb).is_some_and(|rest| rest.contains(noun)))
}
