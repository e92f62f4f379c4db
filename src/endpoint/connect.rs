//! An endpoint that can be asked.

use std::fmt;
use std::path::PathBuf;

use aws_config::{AppName, BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::config::endpoint::{DefaultResolver, Params, ResolveEndpoint as _};
use aws_sdk_ec2::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_ec2::config::timeout::TimeoutConfig;
use aws_sdk_ec2::config::{Config, StalledStreamProtectionConfig};
use record::EndpointHead;
use secrecy::SecretString;
use url::Url;

use crate::call::BodyOverride;
use crate::credentials::CredentialStore;
use crate::profile::{Address, CredentialsFrom, Profile};
use crate::transport::connector;
use crate::transport::{CapturingConnector, Pacer};

/// Why an endpoint cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// The SDK knows no endpoint for the region.
    #[error("{endpoint}: the SDK knows no EC2 endpoint of region {region}: {reason}; name the endpoint's `url`")]
    NoSuchRegion {
        /// The endpoint's name.
        endpoint: String,
        /// The region.
        region: String,
        /// The SDK's words.
        reason: String,
    },
    /// The file of authorities is of no use.
    #[error("{}: {reason}; `tls.ca` names a PEM file with the certificates that sign the endpoint's", path.display())]
    Authority {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The machine has no certificate authorities.
    #[error(
        "this machine knows no certificate authorities; install them (ca-certificates), or name a file in `tls.ca`"
    )]
    NoAuthorities,
    /// TLS could not be set up.
    #[error("TLS cannot be set up: {reason}")]
    Tls {
        /// The words of the TLS library.
        reason: String,
    },
    /// No credentials.
    #[error("{endpoint}: no credentials from {from}: {reason}; {remedy}")]
    NoCredentials {
        /// The endpoint's name.
        endpoint: String,
        /// Where they were looked for.
        from: String,
        /// Why there are none.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Nothing answers there.
    #[error("{endpoint}: {url} cannot be reached: {reason}; `ec2-compat doctor --target {endpoint}` looks closer")]
    Unreachable {
        /// The endpoint's name.
        endpoint: String,
        /// Where it should be.
        url: String,
        /// Why not.
        reason: String,
    },
}

/// An endpoint: whom every call and every raw request of a run goes to.
#[derive(Clone)]
pub struct Endpoint {
    profile: Profile,
    url: Url,
    wire: CapturingConnector,
    client: Client,
    purse: CredentialStore,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("name", &self.profile.name).field("url", &self.url.as_str()).finish()
    }
}

impl Endpoint {
    /// Makes ready to ask: nothing is sent, and credentials are looked for only when they are needed.
    ///
    /// # Errors
    /// The region has no endpoint, or TLS cannot be set up as the profile says.
    pub async fn connect(profile: &Profile) -> Result<Self, EndpointError> {
        let url = match &profile.place {
            Address::Url(url) => url.clone(),
            Address::Aws => amazon(profile).await?,
        };
        let timeouts = profile.timeouts;
        let transport = connector::open(&url, &profile.tls, timeouts.connect)?;
        let wire = CapturingConnector::new(transport, Pacer::new(&profile.pace), timeouts.attempt, profile.max_answer);
        let purse = CredentialStore::open(&profile.credentials, &profile.region).await;
        let client = Client::from_conf(configuration(profile, &url, wire.clone(), &purse));
        Ok(Endpoint { profile: profile.clone(), url, wire, client, purse })
    }

    /// Its name in `endpoints.yaml`.
    pub fn name(&self) -> &str {
        &self.profile.name
    }

    /// What `endpoints.yaml` says of it.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where it is.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether it is Amazon's own service, where creating things costs money.
    pub fn is_aws(&self) -> bool {
        self.profile.is_aws()
    }

    /// What a run's head says of it.
    pub fn head(&self) -> EndpointHead {
        EndpointHead {
            name: self.profile.name.clone(),
            url: self.url.to_string(),
            region: self.profile.region.clone(),
            api_version: self.profile.api_version.clone(),
            service_kind: self.profile.account,
            facts: self.profile.facts.clone(),
            omit_parameters: self.profile.omit.clone(),
        }
    }

    /// Every secret that was used so far, to be kept out of all that is written: secret keys and session
    /// tokens. Complete after [`Endpoint::reach`]; grows when temporary credentials are renewed.
    pub fn secrets(&self) -> Vec<SecretString> {
        self.purse.secrets()
    }

    /// Whether it can be asked at all: credentials are there, and something takes connections.
    ///
    /// # Errors
    /// One of them is not so.
    pub async fn reach(&self) -> Result<(), EndpointError> {
        self.credentials().await?;
        self.probe_tcp().await.map_err(|reason| EndpointError::Unreachable {
            endpoint: self.name().to_owned(),
            url: self.url.to_string(),
            reason,
        })
    }

    /// The credentials of now.
    pub(crate) async fn credentials(&self) -> Result<Credentials, EndpointError> {
        let from = &self.profile.credentials;
        self.purse.credentials().await.map_err(|reason| EndpointError::NoCredentials {
            endpoint: self.name().to_owned(),
            from: source(from),
            reason,
            remedy: remedy(from),
        })
    }

    pub(crate) fn wire(&self) -> &CapturingConnector {
        &self.wire
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

async fn amazon(profile: &Profile) -> Result<Url, EndpointError> {
    let problem = |reason: String| EndpointError::NoSuchRegion {
        endpoint: profile.name.clone(),
        region: profile.region.clone(),
        reason,
    };
    let params = Params::builder().region(&profile.region).build().map_err(|error| problem(error.to_string()))?;
    let endpoint =
        DefaultResolver::new().resolve_endpoint(&params).await.map_err(|error| problem(error.to_string()))?;
    endpoint.url().parse().map_err(|error: url::ParseError| problem(error.to_string()))
}

/// The SDK as any client has it, but for four things: its requests' bodies and its HTTP client are ours; its time limits are ours,
/// so that an attempt that runs into one is on record; and its retries are not rationed over calls, so that
/// what one scenario sees does not depend on what others ran into.
fn configuration(profile: &Profile, url: &Url, wire: CapturingConnector, purse: &CredentialStore) -> Config {
    let partition =
        RetryPartition::custom(format!("ec2-compat/{}", profile.name)).token_bucket(TokenBucket::unlimited());
    Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(profile.region.clone()))
        .endpoint_url(url.as_str().trim_end_matches('/'))
        .credentials_provider(purse.provider())
        .http_client(wire)
        .interceptor(BodyOverride)
        .retry_config(RetryConfig::standard().with_max_attempts(profile.attempts))
        .retry_partition(partition.build())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .app_name(AppName::new("ec2-compat").expect("letters and a hyphen are an app's name"))
        .build()
}

fn source(from: &CredentialsFrom) -> String {
    match from {
        CredentialsFrom::Profile(name) => format!("the AWS profile `{name}`"),
        CredentialsFrom::Environment => "the environment".into(),
        CredentialsFrom::Variables { access_key, secret_key, .. } => format!("{access_key} and {secret_key}"),
        CredentialsFrom::File(path) => path.display().to_string(),
    }
}

fn remedy(from: &CredentialsFrom) -> &'static str {
    match from {
        CredentialsFrom::Profile(_) => "`aws configure list-profiles` names those there are",
        CredentialsFrom::Environment => {
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name another source in `credentials`"
        }
        CredentialsFrom::Variables { .. } => "export them",
        CredentialsFrom::File(_) => "it must hold [default] with aws_access_key_id and aws_secret_access_key",
    }
}
