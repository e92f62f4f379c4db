//! Whether an endpoint can be used at all: credentials are there, and it responds over HTTP.

use std::time::Duration;

use contract::Signature;
use record::{Exchange, FailureKind, TransportFailure};

use crate::connect::Endpoint;
use crate::error::EndpointError;
use crate::raw::RawCall;
use crate::transport::Attempts;

/// How long a probe may take.
const TIMEOUT: Duration = Duration::from_secs(15);

impl Endpoint {
    /// Loads the credentials and probes the address.
    ///
    /// # Errors
    /// There are no credentials, or no HTTP response comes.
    pub async fn reach(&self) -> Result<(), EndpointError> {
        self.credentials().await?;
        match self.probe().await.failure {
            None => Ok(()),
            Some(failure) => Err(EndpointError::Unreachable {
                endpoint: self.name().to_owned(),
                url: self.url().to_string(),
                reason: failure.detail,
            }),
        }
    }

    /// Sends an unsigned GET, which any HTTP server responds to.
    pub(crate) async fn probe(&self) -> Exchange {
        let call = RawCall {
            method: "GET".into(),
            path: String::new(),
            parameters: Vec::new(),
            body: None,
            headers: Vec::new(),
            signature: Signature::None,
            presigned: false,
        };
        let attempts = Attempts::default();
        // On a timeout the attempt under way is among the attempts all the same.
        let _ = tokio::time::timeout(TIMEOUT, self.raw_watched(call, &attempts)).await;
        attempts.take().pop().unwrap_or_else(|| Exchange {
            at_ms: 0,
            elapsed_us: 0,
            request: record::Request {
                method: "GET".into(),
                url: self.url().to_string(),
                headers: Vec::new(),
                body: Default::default(),
            },
            response: None,
            failure: Some(TransportFailure {
                kind: FailureKind::Timeout,
                detail: format!("the rate limit allowed no request within {TIMEOUT:?}"),
            }),
        })
    }
}
