//! An endpoint and its client.

use std::fmt;

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

use crate::body::BodyOverride;
use crate::credentials::CredentialStore;
use crate::error::EndpointError;
use crate::profile::{Address, Profile};
use crate::transport::connector;
use crate::transport::{CapturingConnector, RequestLimiter};

/// An endpoint: every call and every raw request of a run is sent to one. Clones share connections, limits and
/// credentials.
#[derive(Clone)]
pub struct Endpoint {
    profile: Profile,
    url: Url,
    connector: CapturingConnector,
    /// The service of identities, if the profile names it.
    sts: Option<CapturingConnector>,
    client: Client,
    credentials: CredentialStore,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("name", &self.profile.name).field("url", &self.url.as_str()).finish()
    }
}

impl Endpoint {
    /// Makes the client. Nothing is sent, and credentials are loaded only when a request needs them.
    ///
    /// # Errors
    /// The SDK resolves no endpoint for the region, or TLS cannot be set up as the profile demands.
    pub async fn connect(profile: &Profile) -> Result<Self, EndpointError> {
        let url = match &profile.address {
            Address::Url(url) => url.clone(),
            Address::Aws => resolve(profile).await?,
        };
        let timeouts = profile.timeouts;
        let transport = connector::open(&url, &profile.tls, timeouts.connect)?;
        let limiter = RequestLimiter::new(&profile.rate_limit, profile.is_aws());
        let connector = CapturingConnector::new(transport, limiter, timeouts.attempt, profile.max_response_size);
        let sts = match &profile.sts {
            Some(url) => {
                let transport = connector::open(url, &profile.tls, timeouts.connect)?;
                // It has limits of its own: what an identity costs is not counted with the calls of EC2.
                let limiter = RequestLimiter::new(&profile.rate_limit, false);
                Some(CapturingConnector::new(transport, limiter, timeouts.attempt, profile.max_response_size))
            }
            None => None,
        };
        let credentials = CredentialStore::open(&profile.credentials, &profile.region).await;
        let client = Client::from_conf(configuration(profile, &url, connector.clone(), &credentials));
        Ok(Endpoint { profile: profile.clone(), url, connector, sts, client, credentials })
    }

    /// The endpoint's name in `endpoints.yaml`.
    pub fn name(&self) -> &str {
        &self.profile.name
    }

    /// The endpoint's settings in `endpoints.yaml`, defaults filled in.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The URL that requests are sent to; the SDK's own for Amazon's endpoints.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether it is Amazon's own service, where creating resources costs money.
    pub fn is_aws(&self) -> bool {
        self.profile.is_aws()
    }

    /// The endpoint's part of a run's head.
    pub fn head(&self) -> EndpointHead {
        EndpointHead {
            name: self.profile.name.clone(),
            url: self.url.to_string(),
            region: self.profile.region.clone(),
            api_version: self.profile.api_version.clone(),
            service_kind: self.profile.kind,
            facts: self.profile.facts.clone(),
            omit_parameters: self.profile.omit_parameters.clone(),
        }
    }

    /// Every secret key and session token that was loaded so far, for redaction. Complete after
    /// [`Endpoint::reach`]; grows when temporary credentials are renewed.
    pub fn secrets(&self) -> Vec<SecretString> {
        self.credentials.secrets()
    }

    /// The credentials that a request sent now is signed with.
    pub(crate) async fn credentials(&self) -> Result<Credentials, EndpointError> {
        let source = &self.profile.credentials;
        self.credentials.credentials().await.map_err(|reason| EndpointError::NoCredentials {
            endpoint: self.name().to_owned(),
            source_name: source.to_string(),
            reason,
            remedy: source.remedy(),
        })
    }

    pub(crate) fn connector(&self) -> &CapturingConnector {
        &self.connector
    }

    /// The connector to the service of identities, and its URL.
    pub(crate) fn sts(&self) -> Option<(&CapturingConnector, &Url)> {
        self.sts.as_ref().zip(self.profile.sts.as_ref())
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

/// Amazon's own endpoint of the profile's region.
async fn resolve(profile: &Profile) -> Result<Url, EndpointError> {
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

/// The SDK's defaults, but for the requests' bodies, the HTTP client, the timeouts (an attempt that runs into one must
/// be recorded) and the retry quota: it is unlimited, so that the retries of one scenario do not depend on others.
fn configuration(profile: &Profile, url: &Url, connector: CapturingConnector, credentials: &CredentialStore) -> Config {
    let partition =
        RetryPartition::custom(format!("ec2-compat/{}", profile.name)).token_bucket(TokenBucket::unlimited());
    Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(profile.region.clone()))
        .endpoint_url(url.as_str().trim_end_matches('/'))
        .credentials_provider(credentials.provider())
        .http_client(connector)
        .interceptor(BodyOverride)
        .retry_config(RetryConfig::standard().with_max_attempts(profile.max_attempts))
        .retry_partition(partition.build())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .app_name(AppName::new("ec2-compat").expect("letters and a hyphen are allowed in an app's name"))
        .build()
}
