//! The SDK as a reader: what it makes of a response that somebody else received. Nothing is sent.

use std::fmt;

use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::config::retry::RetryConfig;
use aws_sdk_ec2::config::timeout::TimeoutConfig;
use aws_sdk_ec2::config::{Config, StalledStreamProtectionConfig};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use record::{Response, SdkVerdict};

use crate::call::verdict;

tokio::task_local! {
    /// The response to read.
    static RESPONSE: Response;
}

/// An SDK client that reads responses offline. Clones share it.
#[derive(Clone)]
pub struct SdkReader {
    client: Client,
}

impl fmt::Debug for SdkReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SdkReader")
    }
}

impl SdkReader {
    /// An SDK client whose every request ends in a replayed response; it opens no connection.
    pub fn new() -> Self {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static("us-east-1"))
            .endpoint_url("http://127.0.0.1")
            .credentials_provider(Credentials::new("offline", "offline", None, None, "offline"))
            .http_client(http_client_fn(|_, _| SharedHttpConnector::new(Replay)))
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .build();
        SdkReader { client: Client::from_conf(config) }
    }

    /// How the SDK decodes a response to this action. An action that it does not have is not read.
    pub async fn read(&self, operation: &str, response: &Response) -> SdkVerdict {
        match dispatch::send(&self.client, operation) {
            Some(sending) => verdict(RESPONSE.scope(response.clone(), sending).await),
            None => SdkVerdict::NotCalled,
        }
    }
}

impl Default for SdkReader {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns [`RESPONSE`] for every request.
#[derive(Debug, Clone)]
struct Replay;

impl HttpConnector for Replay {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(replay())
    }
}

fn replay() -> Result<HttpResponse, ConnectorError> {
    let response = RESPONSE.try_with(Response::clone).map_err(|error| ConnectorError::other(error.into(), None))?;
    let mut replayed = http::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        replayed = replayed.header(name, value);
    }
    let replayed =
        replayed.body(SdkBody::from(response.body.0)).map_err(|error| ConnectorError::other(error.into(), None))?;
    HttpResponse::try_from(replayed).map_err(|error| ConnectorError::other(error.into(), None))
}
