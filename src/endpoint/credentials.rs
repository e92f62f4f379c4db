//! Credentials: loaded from the profile's source, and kept for redaction.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_config::Region;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use parking_lot::Mutex;
use secrecy::{ExposeSecret as _, SecretString};

use crate::profile::CredentialSource;
use crate::transport::{connector, describe};

/// The provider of an endpoint's credentials, and every secret that it provided.
#[derive(Debug, Clone)]
pub(crate) struct CredentialStore {
    provider: SharedCredentialsProvider,
    seen: Arc<Mutex<Vec<SecretString>>>,
}

impl CredentialStore {
    /// Makes the provider. Nothing is loaded yet.
    pub(crate) async fn open(source: &CredentialSource, region: &str) -> Self {
        let seen = Arc::default();
        let inner = provider(source, region).await;
        let provider = CachingProvider { inner, current: Default::default(), seen: Arc::clone(&seen) };
        CredentialStore { provider: SharedCredentialsProvider::new(provider), seen }
    }

    pub(crate) fn provider(&self) -> SharedCredentialsProvider {
        self.provider.clone()
    }

    /// The credentials that are valid now.
    ///
    /// # Errors
    /// The messages of the provider, outermost first.
    pub(crate) async fn credentials(&self) -> Result<Credentials, String> {
        self.provider.provide_credentials().await.map_err(|error| describe(&error))
    }

    /// Every secret that was provided so far: secret keys and session tokens.
    pub(crate) fn secrets(&self) -> Vec<SecretString> {
        self.seen.lock().clone()
    }
}

async fn provider(source: &CredentialSource, region: &str) -> SharedCredentialsProvider {
    let region = Region::new(region.to_owned());
    let config = ProviderConfig::without_region()
        .with_region(Some(region.clone()))
        .with_http_client(connector::for_credentials());
    match source {
        CredentialSource::Environment => {
            let chain = DefaultCredentialsChain::builder().configure(config).region(region).build().await;
            SharedCredentialsProvider::new(chain)
        }
        CredentialSource::Profile(name) => {
            let profile = ProfileFileCredentialsProvider::builder().configure(&config).profile_name(name).build();
            SharedCredentialsProvider::new(profile)
        }
        CredentialSource::File(path) => SharedCredentialsProvider::new(static_file(path, &config)),
        CredentialSource::Variables { access_key, secret_key, session_token } => {
            SharedCredentialsProvider::new(Variables {
                access_key: access_key.clone(),
                secret_key: secret_key.clone(),
                session_token: session_token.clone(),
            })
        }
    }
}

fn static_file(path: &Path, config: &ProviderConfig) -> ProfileFileCredentialsProvider {
    let files = EnvConfigFiles::builder().with_file(EnvConfigFileKind::Credentials, path).build();
    // The name is given so that AWS_PROFILE, which is about other files, is ignored.
    ProfileFileCredentialsProvider::builder().configure(config).profile_files(files).profile_name("default").build()
}

#[derive(Debug)]
struct Variables {
    access_key: String,
    secret_key: String,
    session_token: Option<String>,
}

impl Variables {
    fn read(&self) -> Result<Credentials, CredentialsError> {
        let read = |name: &String| match std::env::var(name) {
            Ok(value) if !value.trim().is_empty() => Ok(value),
            _ => Err(CredentialsError::not_loaded(format!("the environment variable {name} is not set"))),
        };
        let token = self.session_token.as_ref().and_then(|name| read(name).ok());
        Ok(Credentials::new(read(&self.access_key)?, read(&self.secret_key)?, token, None, "env_vars"))
    }
}

impl ProvideCredentials for Variables {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(self.read())
    }
}

/// Provides what `inner` provided until that expires, and adds its secrets to `seen`.
#[derive(Debug)]
struct CachingProvider {
    inner: SharedCredentialsProvider,
    current: tokio::sync::Mutex<Option<Credentials>>,
    seen: Arc<Mutex<Vec<SecretString>>>,
}

impl CachingProvider {
    async fn provide(&self) -> Result<Credentials, CredentialsError> {
        let mut current = self.current.lock().await;
        if let Some(credentials) = current.as_ref().filter(|credentials| is_fresh(credentials)) {
            return Ok(credentials.clone());
        }
        let credentials = self.inner.provide_credentials().await?;
        remember(&self.seen, &credentials);
        *current = Some(credentials.clone());
        Ok(credentials)
    }
}

impl ProvideCredentials for CachingProvider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.provide())
    }
}

/// Whether credentials do not expire within a minute.
fn is_fresh(credentials: &Credentials) -> bool {
    const MARGIN: Duration = Duration::from_secs(60);
    credentials.expiry().is_none_or(|expiry| SystemTime::now() + MARGIN < expiry)
}

fn remember(seen: &Mutex<Vec<SecretString>>, credentials: &Credentials) {
    let mut seen = seen.lock();
    for secret in std::iter::once(credentials.secret_access_key()).chain(credentials.session_token()) {
        if !seen.iter().any(|known| known.expose_secret() == secret) {
            seen.push(SecretString::from(secret));
        }
    }
}
