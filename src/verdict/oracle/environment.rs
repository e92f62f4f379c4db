//! What is said of the account and the cloud's room, and not of compatibility: `environment.yaml`.

use std::sync::LazyLock;

use contract::ServiceError;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    throttled: Vec<String>,
    capacity: Vec<String>,
    quota: Vec<String>,
    account: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("environment.yaml")).expect("tests/verdict_judge.rs parses the embedded table")
});

/// Why an error says nothing of the endpoint's compatibility, where it does not.
pub(crate) fn not_its_fault(called: &str, error: &ServiceError) -> Option<String> {
    let among = |codes: &[String]| codes.contains(&error.code);
    let why = if among(&TABLE.throttled) {
        "the endpoint throttles; lower `rate_limit` in its profile"
    } else if among(&TABLE.capacity) {
        "the cloud has no room for it"
    } else if among(&TABLE.quota) {
        "the account's quota does not allow it; raise it, or delete what is not needed"
    } else if among(&TABLE.account) {
        "the account may not use the service"
    } else {
        return None;
    };
    Some(format!("{called} was refused with {}: {why}", error.code))
}
