//! Which parameter of an action names what the action changes.
//!
//! Fixtures that are made once a run are for scenarios that only read them; this is how others are found out.

use contract::tables;

/// Verbs with which an action changes what its name goes on to say: `ModifySubnetAttribute` changes `SubnetId`.
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

/// Verbs with which an action changes everything that it is given.
const ON_ALL: &[&str] = &["Assign", "Associate", "Attach", "Detach", "Disassociate", "Unassign"];

/// Whether `operation` changes or deletes what its parameter `parameter` names.
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
