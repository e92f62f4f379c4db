//! Capture: every request that is sent and every byte that is received, within the limits.

use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::{Bytes, BytesMut};
use contract::tables;
use http_body::Body as _;
use http_body_util::BodyExt as _;
use record::{Exchange, FailureKind, Request, Response, TransportFailure};
use tokio::time::Instant;

use crate::transport::failure;
use crate::transport::rate_limit::RequestLimiter;
use crate::transport::relay::{Relay, ResponsePiece};
use crate::transport::trace::{CallTrace, TRACE};

/// The HTTP client of an endpoint: limited and captured. The SDK uses it as its own.
#[derive(Debug, Clone)]
pub(crate) struct CapturingConnector(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    transport: SharedHttpConnector,
    limiter: RequestLimiter,
    attempt_timeout: Duration,
    max_response_size: usize,
}

impl CapturingConnector {
    /// `max_response_size` is in bytes, of the body.
    pub(crate) fn new(
        transport: SharedHttpConnector,
        limiter: RequestLimiter,
        attempt_timeout: Duration,
        max_response_size: usize,
    ) -> Self {
        CapturingConnector(Arc::new(Inner { transport, limiter, attempt_timeout, max_response_size }))
    }

    /// Sends a request once, and adds the attempt to the trace.
    pub(crate) async fn exchange(
        &self,
        request: HttpRequest,
        trace: &CallTrace,
    ) -> Result<HttpResponse, ConnectorError> {
        self.exchange_to(request, trace, None).await
    }

    /// The same; what is received goes to `relay` at once.
    pub(crate) async fn exchange_to(
        &self,
        mut request: HttpRequest,
        trace: &CallTrace,
        relay: Option<&Relay>,
    ) -> Result<HttpResponse, ConnectorError> {
        set_host(&mut request);
        let _permit = trace.wait(self.0.limiter.acquire(trace.action.as_deref())).await;
        let mut attempt = OpenAttempt::start(&request, trace);
        let timeout = self.0.attempt_timeout;
        let result = match tokio::time::timeout(timeout, self.0.send(request, &mut attempt, relay)).await {
            Ok(result) => result,
            Err(_) => Err(FailedAttempt::timeout(timeout, attempt.body.len())),
        };
        match result {
            Ok(mut response) => {
                let body = attempt.end(None);
                if tables::is_throttled(response.status().as_u16(), &body) {
                    self.0.limiter.slow_down();
                } else {
                    self.0.limiter.speed_up();
                }
                *response.body_mut() = SdkBody::from(body);
                Ok(response)
            }
            Err(failed) => {
                attempt.end(Some(failed.failure));
                Err(failed.error)
            }
        }
    }
}

impl HttpConnector for CapturingConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = self.clone();
        let trace = TRACE.try_with(CallTrace::clone).unwrap_or_default();
        HttpConnectorFuture::new(async move { connector.exchange(request, &trace).await })
    }
}

impl HttpClient for CapturingConnector {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl Inner {
    /// Sends the request and reads the response into `attempt`, as far as it comes.
    async fn send(
        &self,
        request: HttpRequest,
        attempt: &mut OpenAttempt<'_>,
        relay: Option<&Relay>,
    ) -> Result<HttpResponse, FailedAttempt> {
        let mut response = self
            .transport
            .call(request)
            .await
            .map_err(|error| FailedAttempt { failure: failure::of_connector(&error), error })?;
        let head = (response.status().as_u16(), headers(response.headers()));
        if let Some(relay) = relay {
            relay.pass(ResponsePiece::Head { status: head.0, headers: head.1.clone() }).await;
        }
        attempt.head = Some(head);
        let mut body = response.take_body();
        let announced = body.size_hint().exact().and_then(|size| usize::try_from(size).ok());
        if announced.is_some_and(|size| size > self.max_response_size) {
            return Err(FailedAttempt::too_large(self.max_response_size));
        }
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| FailedAttempt {
                failure: failure::of_error(error.as_ref()),
                error: ConnectorError::io(error),
            })?;
            let Ok(data) = frame.into_data() else { continue };
            if attempt.body.len() + data.len() > self.max_response_size {
                return Err(FailedAttempt::too_large(self.max_response_size));
            }
            attempt.body.extend_from_slice(&data);
            if let Some(relay) = relay {
                relay.pass(ResponsePiece::Data(data)).await;
            }
        }
        Ok(response)
    }
}

/// An attempt without a complete response: for the record, and for the SDK's retry strategy.
struct FailedAttempt {
    failure: TransportFailure,
    error: ConnectorError,
}

impl FailedAttempt {
    fn timeout(limit: Duration, received: usize) -> Self {
        let detail = match received {
            0 => format!("no response within {limit:?}"),
            _ => format!("no complete response within {limit:?}: {received} bytes of its body were received"),
        };
        FailedAttempt {
            error: ConnectorError::timeout(detail.clone().into()),
            failure: TransportFailure { kind: FailureKind::Timeout, detail },
        }
    }

    fn too_large(limit: usize) -> Self {
        let detail = format!("the response exceeds the limit of {limit} bytes (`max_response_size` in the profile)");
        // The next one would be as large: not to be retried.
        let error = ConnectorError::other(detail.clone().into(), None);
        FailedAttempt { error, failure: TransportFailure { kind: FailureKind::TooLarge, detail } }
    }
}

/// How much is kept of the body of a response that is too large, in bytes.
const KEPT: usize = 16 * 1024;

/// An attempt under way. It is added to the trace however it ends, also when its future is dropped.
struct OpenAttempt<'a> {
    trace: &'a CallTrace,
    request: Option<Request>,
    at_ms: u64,
    started: Instant,
    head: Option<(u16, Vec<(String, String)>)>,
    body: BytesMut,
}

impl<'a> OpenAttempt<'a> {
    fn start(request: &HttpRequest, trace: &'a CallTrace) -> Self {
        OpenAttempt {
            trace,
            request: Some(recorded(request)),
            at_ms: record::now_ms(),
            started: Instant::now(),
            head: None,
            body: BytesMut::new(),
        }
    }

    /// Adds it to the trace and returns the body.
    fn end(mut self, failure: Option<TransportFailure>) -> Bytes {
        self.settle(failure)
    }

    fn settle(&mut self, failure: Option<TransportFailure>) -> Bytes {
        let Some(request) = self.request.take() else { return Bytes::new() };
        let mut body = std::mem::take(&mut self.body).freeze();
        if failure.as_ref().is_some_and(|failure| failure.kind == FailureKind::TooLarge) {
            body.truncate(KEPT);
        }
        let response =
            self.head.take().map(|(status, headers)| Response { status, headers, body: body.clone().into() });
        let elapsed_us = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.trace.attempts.push(Exchange { at_ms: self.at_ms, elapsed_us, request, response, failure });
        body
    }
}

impl Drop for OpenAttempt<'_> {
    fn drop(&mut self) {
        if self.request.is_some() {
            let elapsed = self.started.elapsed();
            let detail =
                format!("canceled after {elapsed:?}: a time limit of the call, the scenario or the run passed");
            self.settle(Some(TransportFailure { kind: FailureKind::Timeout, detail }));
        }
    }
}

/// Sets the `Host` header, which the HTTP client would add unseen, so that it is recorded.
fn set_host(request: &mut HttpRequest) {
    if request.headers().contains_key("host") {
        return;
    }
    let authority = request.uri().parse::<http::Uri>().ok().and_then(|uri| uri.authority().map(ToString::to_string));
    if let Some(authority) = authority {
        let host = authority.rsplit('@').next().unwrap_or_default().to_owned();
        // The authority of a URI is always the value of a header.
        let _ = request.headers_mut().try_insert("host", host);
    }
}

fn recorded(request: &HttpRequest) -> Request {
    Request {
        method: request.method().to_owned(),
        url: request.uri().to_owned(),
        headers: headers(request.headers()),
        body: Bytes::copy_from_slice(request.body().bytes().unwrap_or_default()).into(),
    }
}

fn headers(headers: &aws_smithy_runtime_api::http::Headers) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter_bytes().map(|(name, value)| (name.to_owned(), text(value))).collect()
}
