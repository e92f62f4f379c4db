//! The keys of `endpoints.yaml`, and the names that some of them had before.

use located::Renamed;

/// The top level of the file.
pub(crate) const FILE: [&str; 1] = ["endpoints"];
/// The keys of an endpoint.
pub(crate) const ENDPOINT: [&str; 21] = [
    "url",
    "region",
    "kind",
    "credentials",
    "tls",
    "timeouts",
    "wait_factor",
    "remember_failures",
    "rate_limit",
    "quotas",
    "max_attempts",
    "max_response_size",
    "facts",
    "hooks",
    "clients",
    "sts",
    "api_version",
    "omit_parameters",
    "tag_on_create",
    "run_checks",
    "exclude",
];
/// `credentials`: exactly one of them.
pub(crate) const CREDENTIALS: [&str; 4] = ["profile", "environment", "env_vars", "file"];
/// `credentials.env_vars`.
pub(crate) const ENV_VARS: [&str; 3] = ["access_key", "secret_key", "session_token"];
/// `tls`: at most one of them.
pub(crate) const TLS: [&str; 2] = ["ca", "insecure"];
/// `timeouts`.
pub(crate) const TIMEOUTS: [&str; 3] = ["connect", "attempt", "call"];
/// `rate_limit`.
pub(crate) const RATE_LIMIT: [&str; 3] = ["requests_per_second", "in_flight", "scenarios"];
/// `run_checks`.
pub(crate) const RUN_CHECKS: [&str; 2] = ["pages", "aftermath"];
/// An element of `exclude`.
pub(crate) const EXCLUDE: [&str; 2] = ["select", "reason"];
/// The values of `kind`.
pub(crate) const KINDS: [&str; 3] = ["aws", "cloud", "emulator"];

/// Keys that were renamed: the old name, the new one.
pub(crate) const RENAMED: Renamed = &[
    ("waiters", "wait_factor"),
    ("retries", "max_attempts"),
    ("environment-names", "env_vars"),
    ("max_answer", "max_response_size"),
    ("pace", "rate_limit"),
    ("omit", "omit_parameters"),
];
