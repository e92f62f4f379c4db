//! What `endpoints.yaml` says of one endpoint.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use record::ServiceKind;
use serde_json::Value;
use url::Url;

/// One endpoint, as its profile describes it. Holds no secret: only where secrets are found.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: Address,
    /// What kind of service it is. Everything under Amazon's domains is [`ServiceKind::Aws`], nothing else is.
    pub account: ServiceKind,
    /// The region that requests are signed for, in any form the endpoint likes.
    pub region: String,
    /// Where the credentials come from.
    pub credentials: CredentialsFrom,
    /// How its TLS certificate is checked.
    pub tls: Tls,
    /// Time limits.
    pub timeouts: Timeouts,
    /// What deadlines of waits and scenarios are multiplied by.
    pub wait_factor: f64,
    /// How fast it may be asked.
    pub pace: Pace,
    /// Attempts the SDK may make for one call (1: no retries).
    pub attempts: u32,
    /// The largest answer that is read, in bytes.
    pub max_answer: usize,
    /// What scenarios may require and use, nested names joined by dots: `image.ebs`.
    pub facts: BTreeMap<String, Value>,
    /// The operator's programs by name: the command and its arguments.
    pub hooks: BTreeMap<String, Vec<String>>,
    /// The API version that is asked for.
    pub api_version: String,
    /// Parameters that SDKs fill in by themselves and that are left out, unless a scenario states them.
    pub omit: Vec<String>,
    /// Whether what is created gets the run's tag in the creating call.
    pub tag_on_create: bool,
}

/// Where an endpoint is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// At this URL.
    Url(Url),
    /// Amazon's own endpoint of [`Profile::region`], as the SDK resolves it.
    Aws,
}

/// Where credentials come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialsFrom {
    /// A profile of the AWS configuration files (`~/.aws/config`, `~/.aws/credentials`), of any kind that
    /// they know: keys, SSO, assumed roles, `credential_process`.
    Profile(String),
    /// The SDK's default chain: environment variables, web identity, profile, container, instance.
    Environment,
    /// Environment variables of these names.
    Variables {
        /// Holds the access key id.
        access_key: String,
        /// Holds the secret key.
        secret_key: String,
        /// Holds the session token, where there is one.
        session_token: Option<String>,
    },
    /// The `[default]` profile of a file in the form of `~/.aws/credentials`.
    File(PathBuf),
}

/// How a TLS certificate is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// Against the system's authorities.
    System,
    /// Against the authorities in this PEM file, and no other.
    Authority(PathBuf),
    /// Not at all: neither who signed it nor whose name it has. Proxies are not used then.
    Insecure,
}

/// Time limits of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For one attempt, from the request's hand-over to the answer's last byte.
    pub attempt: Duration,
    /// For one call with all its attempts and the pauses between them; waiting for a turn is not counted.
    pub call: Duration,
}

/// How fast an endpoint may be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Requests a second; absent: no limit of ours.
    pub requests_per_second: Option<f64>,
    /// Requests at once.
    pub in_flight: usize,
    /// Scenarios at once: some more than requests, by default, so that while one is at work on an answer another asks.
    pub scenarios: usize,
}

impl Profile {
    /// Whether it is Amazon's own service, where creating things costs money.
    pub fn is_aws(&self) -> bool {
        self.account == ServiceKind::Aws
    }
}

/// Domains under which Amazon serves EC2, by partition (`partitions.json` of the AWS SDKs).
const AMAZON: [&str; 9] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
];

/// Whether a host is Amazon's.
pub(crate) fn is_amazon(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    AMAZON.iter().any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::is_amazon;

    #[test]
    fn amazon_is_known_by_its_domains_and_by_nothing_that_looks_like_them() {
        for host in ["ec2.eu-west-1.amazonaws.com", "ec2.cn-north-1.amazonaws.com.cn", "EC2.us-east-1.API.AWS."] {
            assert!(is_amazon(host), "{host}");
        }
        for host in ["amazonaws.com.example.org", "notamazonaws.com", "localhost", "10.0.0.1"] {
            assert!(!is_amazon(host), "{host}");
        }
    }
}
