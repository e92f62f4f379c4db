//! Errors about the account and the cloud's capacity, and not about compatibility: `environment.yaml`.

use std::sync::LazyLock;

use contract::ServiceError;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvironmentTable {
    throttled: Vec<String>,
    capacity: Vec<String>,
    quota: Vec<String>,
    account: Vec<String>,
}

static TABLE: LazyLock<EnvironmentTable> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("environment.yaml")).expect("tests/it/judge.rs parses the embedded table")
});

/// Why an error says nothing about the endpoint's compatibility; absent if it does.
pub(crate) fn environment_error(called: &str, error: &ServiceError) -> Option<String> {
    let among = |codes: &[String]| codes.contains(&error.code);
    let why = if among(&TABLE.throttled) {
        "too many requests; lower `rate_limit` in the endpoint's profile"
    } else if among(&TABLE.capacity) {
        "the cloud lacks the capacity"
    } else if among(&TABLE.quota) {
        "the account's quota is exhausted; raise it, or delete resources that are not needed"
    } else if among(&TABLE.account) {
        "the account may not use the service"
    } else {
        return None;
    };
    Some(format!("{called} was rejected with {}: {why}", error.code))
}
