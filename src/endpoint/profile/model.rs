//! The settings of one endpoint in `endpoints.yaml`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use record::{Location, ServiceKind};
use serde_json::Value;
use url::Url;

/// One endpoint's settings, defaults filled in. Holds no secret, only where secrets are found.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The key under `endpoints`.
    pub name: String,
    /// Where requests are sent to.
    pub address: Address,
    /// [`ServiceKind::Aws`] exactly where the host is under one of Amazon's domains.
    pub kind: ServiceKind,
    /// The region that requests are signed for, in any form.
    pub region: String,
    /// Where the credentials are loaded from.
    pub credentials: CredentialSource,
    /// How the server's certificate is verified.
    pub tls: Tls,
    /// Timeouts of connections, attempts and calls.
    pub timeouts: Timeouts,
    /// The factor by which timeouts of waits and scenarios are multiplied.
    pub wait_factor: f64,
    /// Whether a run gives a tenth of its deadline to a wait for what did not come in an earlier one, and does not create
    /// again a fixture that was rejected.
    pub remember_failures: bool,
    /// How many requests and scenarios run at once, and how many requests per second.
    pub rate_limit: RateLimit,
    /// What a run may have at once, by the names of [`contract::tables::quotas`]; what is absent has no limit.
    pub quotas: BTreeMap<String, u64>,
    /// Attempts that the SDK makes at most for one call (1: no retries).
    pub max_attempts: u32,
    /// The largest response body that is read, in bytes.
    pub max_response_size: usize,
    /// Values that scenarios require and use, the keys of nested mappings joined by dots: `image.ebs`.
    pub facts: BTreeMap<String, Value>,
    /// The operator's programs by name: the command and its arguments.
    pub hooks: BTreeMap<String, Vec<String>>,
    /// The programs of clients by the name of the client.
    pub clients: BTreeMap<String, ClientProgram>,
    /// Where a client's `GetCallerIdentity` is passed on to; absent: ec2-compat responds itself.
    pub sts: Option<Url>,
    /// The `Version` parameter of requests.
    pub api_version: String,
    /// Parameters that SDKs fill in and that are left out, unless a scenario states them.
    pub omit_parameters: Vec<String>,
    /// Whether creating calls put the run's tag on what they create.
    pub tag_on_create: bool,
    /// The checks of a run as a whole that are made.
    pub run_checks: RunChecks,
    /// The scenarios that do not run on it.
    pub exclusions: Vec<Exclusion>,
}

/// Scenarios that do not run on an endpoint, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Filters as on the command line; what one of them selects is excluded.
    pub select: Vec<String>,
    /// Why they do not run.
    pub reason: String,
    /// Where it is written: `endpoints.yaml:12`.
    pub place: Location,
}

/// The program of a client that scenarios run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientProgram {
    /// Named by the profile, and not looked for yet: a name on `PATH`, or a path.
    Named(String),
    /// It runs.
    Found {
        /// A name on `PATH`, or a path.
        program: String,
        /// As it prints it: `2.15.30`; its whole first line, where that has no number.
        version: String,
    },
    /// It cannot be run: why, for people.
    Missing(String),
}

/// The checks of a run as a whole: calls that no scenario states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunChecks {
    /// Lists are read page by page at the end of a run.
    pub pages: bool,
    /// The account is described after clean-up.
    pub aftermath: bool,
}

/// The address of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A URL without query and fragment.
    Url(Url),
    /// Amazon's own endpoint of [`Profile::region`], as the SDK resolves it.
    Aws,
}

/// Where credentials are loaded from. Displayed for messages: `the AWS profile lab`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialSource {
    /// A profile of the AWS configuration files (`~/.aws/config`, `~/.aws/credentials`), of any kind: keys, SSO,
    /// assumed roles, `credential_process`.
    Profile(String),
    /// The SDK's default chain: environment variables, web identity, profile, container, instance.
    Environment,
    /// Environment variables of these names.
    Variables {
        /// The variable with the access key id.
        access_key: String,
        /// The variable with the secret key.
        secret_key: String,
        /// The variable with the session token, if there is one.
        session_token: Option<String>,
    },
    /// The `[default]` profile of a file in the format of `~/.aws/credentials`.
    File(PathBuf),
}

/// How the server's TLS certificate is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// Against the system's CA certificates.
    System,
    /// Against the CA certificates in this PEM file, and no other.
    Authority(PathBuf),
    /// Not at all: neither its issuer nor its name. Proxies are not used then.
    Insecure,
}

/// Timeouts of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Of a connection, the TLS handshake included.
    pub connect: Duration,
    /// Of one attempt, from sending the request to the last byte of the response.
    pub attempt: Duration,
    /// Of one call, with all its attempts and the pauses between them; waiting for the rate limit is not counted.
    pub call: Duration,
}

/// How many requests an endpoint gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateLimit {
    /// Requests per second at most; absent: no limit.
    pub requests_per_second: Option<f64>,
    /// Maximum number of concurrent requests.
    pub in_flight: usize,
    /// Maximum number of concurrent scenarios: by default a few more than requests, so that requests are sent while responses are
    /// processed.
    pub scenarios: usize,
    /// Maximum number of additional scenarios while as many others have waits that are unlikely to succeed; 0 where the profile sets
    /// [`scenarios`](Self::scenarios), and except on emulators.
    pub spare_scenarios: usize,
}

impl CredentialSource {
    /// What the user can do when there are no credentials there.
    pub(crate) fn remedy(&self) -> &'static str {
        match self {
            CredentialSource::Profile(_) => "`aws configure list-profiles` prints the profiles there are",
            CredentialSource::Environment => {
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another source in `credentials`"
            }
            CredentialSource::Variables { .. } => "export them",
            CredentialSource::File(_) => "it must hold [default] with aws_access_key_id and aws_secret_access_key",
        }
    }
}

impl fmt::Display for CredentialSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CredentialSource::Profile(name) => write!(f, "the AWS profile `{name}`"),
            CredentialSource::Environment => f.write_str("the environment"),
            CredentialSource::Variables { access_key, secret_key, .. } => write!(f, "{access_key} and {secret_key}"),
            CredentialSource::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl Profile {
    /// Whether it is Amazon's own service, where creating resources costs money.
    pub fn is_aws(&self) -> bool {
        self.kind == ServiceKind::Aws
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

/// Whether a host is under one of Amazon's domains.
pub fn is_amazon(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    AMAZON.iter().any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::is_amazon;

    #[test]
    fn only_hosts_under_amazons_domains_are_amazons() {
        for host in ["ec2.eu-west-1.amazonaws.com", "ec2.cn-north-1.amazonaws.com.cn", "EC2.us-east-1.API.AWS."] {
            assert!(is_amazon(host), "{host}");
        }
        for host in ["amazonaws.com.example.org", "notamazonaws.com", "localhost", "10.0.0.1"] {
            assert!(!is_amazon(host), "{host}");
        }
    }
}
