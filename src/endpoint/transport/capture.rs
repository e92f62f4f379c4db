//! Capture: every request that leaves, and every byte that comes back, up to the limits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use record::{Exchange, Failure, FailureKind, Request, Response};
use tokio::time::Instant;

use crate::transport::attempts::Attempts;
use crate::transport::failure;
use crate::transport::rate_limit::Pacer;

/// The way out of an endpoint: paced, limited and captured. The SDK uses it as its HTTP client.
#[derive(Debug, Clone)]
pub(crate) struct CapturingConnector(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    transport: SharedHttpConnector,
    pacer: Pacer,
    attempt: Duration,
    max_answer: usize,
}

tokio::task_local! {
    /// The trail of the call that the SDK is being asked for.
    pub(crate) static TRAIL: CallTrace;
}

/// What one call leaves on its way.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallTrace {
    /// The attempts so far.
    pub(crate) attempts: Attempts,
    waits: Arc<Mutex<Waits>>,
}

/// The time that a call waited for its turn, which its limit does not count.
#[derive(Debug, Default)]
struct Waits {
    ended: Duration,
    since: Option<Instant>,
}

impl CallTrace {
    /// A trail that others read along.
    pub(crate) fn of(attempts: Attempts) -> Self {
        CallTrace { attempts, waits: Arc::default() }
    }

    /// The time waited so far.
    pub(crate) fn waited(&self) -> Duration {
        let waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        waits.ended + waits.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    async fn wait<T>(&self, turn: impl Future<Output = T>) -> T {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).since = Some(Instant::now());
        let turn = turn.await;
        let mut waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = waits.since.take().map_or(Duration::ZERO, |since| since.elapsed());
        waits.ended += waited;
        turn
    }
}

impl CapturingConnector {
    pub(crate) fn new(transport: SharedHttpConnector, pacer: Pacer, attempt: Duration, max_answer: usize) -> Self {
        CapturingConnector(Arc::new(Inner { transport, pacer, attempt, max_answer }))
    }

    /// Sends a request once, and keeps on the trail what came of it.
    pub(crate) async fn exchange(
        &self,
        request: HttpRequest,
        trail: &CallTrace,
    ) -> Result<HttpResponse, ConnectorError> {
        let mut request = request;
        name_host(&mut request);
        let _place = trail.wait(self.0.pacer.turn()).await;
        let mut attempt = Attempt::begin(&request, trail);
        let outcome = tokio::time::timeout(self.0.attempt, self.0.answer(request, &mut attempt)).await;
        let result = match outcome {
            Ok(result) => result,
            Err(_) => Err(Broken::timeout(self.0.attempt, attempt.body.len())),
        };
        match result {
            Ok(mut response) => {
                let body = attempt.end(None);
                if throttled(response.status().as_u16(), &body) {
                    self.0.pacer.slower();
                } else {
                    self.0.pacer.faster();
                }
                *response.body_mut() = SdkBody::from(body);
                Ok(response)
            }
            Err(broken) => {
                attempt.end(Some(broken.failure));
                Err(broken.error)
            }
        }
    }
}

impl HttpConnector for CapturingConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let wire = self.clone();
        let trail = TRAIL.try_with(CallTrace::clone).unwrap_or_default();
        HttpConnectorFuture::new(async move { wire.exchange(request, &trail).await })
    }
}

impl HttpClient for CapturingConnector {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl Inner {
    /// Sends the request and reads the answer into `attempt`, as far as it comes.
    async fn answer(&self, request: HttpRequest, attempt: &mut Attempt<'_>) -> Result<HttpResponse, Broken> {
        let mut response = self
            .transport
            .call(request)
            .await
            .map_err(|error| Broken { failure: failure::of_connector(&error), error })?;
        attempt.head = Some((response.status().as_u16(), headers(response.headers())));
        let mut body = response.take_body();
        let announced = body.size_hint().exact().and_then(|size| usize::try_from(size).ok());
        if announced.is_some_and(|size| size > self.max_answer) {
            return Err(Broken::too_large(self.max_answer));
        }
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| Broken {
                failure: failure::of_error(error.as_ref()),
                error: ConnectorError::io(error),
            })?;
            let Ok(data) = frame.into_data() else { continue };
            if attempt.body.len() + data.len() > self.max_answer {
                return Err(Broken::too_large(self.max_answer));
            }
            attempt.body.extend_from_slice(&data);
        }
        Ok(response)
    }
}

/// An attempt without a complete answer: for the record, and for the SDK's retry strategy.
struct Broken {
    failure: Failure,
    error: ConnectorError,
}

impl Broken {
    fn timeout(limit: Duration, read: usize) -> Self {
        let detail = match read {
            0 => format!("no answer within {limit:?}"),
            _ => format!("no complete answer within {limit:?}: {read} bytes of its body had come"),
        };
        Broken {
            error: ConnectorError::timeout(detail.clone().into()),
            failure: Failure { kind: FailureKind::Timeout, detail },
        }
    }

    fn too_large(limit: usize) -> Self {
        let detail = format!("the answer is larger than the limit of {limit} bytes (`max_answer` in the profile)");
        // It would be as large the next time: not to be retried.
        let error = ConnectorError::other(detail.clone().into(), None);
        Broken { error, failure: Failure { kind: FailureKind::TooLarge, detail } }
    }
}

/// How much of an answer that was too large is kept, in bytes.
const KEPT: usize = 16 * 1024;

/// An attempt under way. Whatever ends it, a dropped future included, it goes onto the trail.
struct Attempt<'a> {
    trail: &'a CallTrace,
    request: Option<Request>,
    at_ms: u64,
    begun: Instant,
    head: Option<(u16, Vec<(String, String)>)>,
    body: BytesMut,
}

impl<'a> Attempt<'a> {
    fn begin(request: &HttpRequest, trail: &'a CallTrace) -> Self {
        Attempt {
            trail,
            request: Some(recorded(request)),
            at_ms: now_ms(),
            begun: Instant::now(),
            head: None,
            body: BytesMut::new(),
        }
    }

    /// Puts it onto the trail and returns the body.
    fn end(mut self, failure: Option<Failure>) -> Bytes {
        self.settle(failure)
    }

    fn settle(&mut self, failure: Option<Failure>) -> Bytes {
        let Some(request) = self.request.take() else { return Bytes::new() };
        let mut body = std::mem::take(&mut self.body).freeze();
        if failure.as_ref().is_some_and(|failure| failure.kind == FailureKind::TooLarge) {
            body.truncate(KEPT);
        }
        let response =
            self.head.take().map(|(status, headers)| Response { status, headers, body: body.clone().into() });
        let elapsed_us = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.trail.attempts.push(Exchange { at_ms: self.at_ms, elapsed_us, request, response, failure });
        body
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.request.is_some() {
            let detail =
                format!("given up after {:?}: a time limit of the call or of the run came first", self.begun.elapsed());
            self.settle(Some(Failure { kind: FailureKind::Timeout, detail }));
        }
    }
}

/// Now, in milliseconds since the Unix epoch.
pub(crate) fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Writes the `Host` header, which the HTTP client would add by itself, so that it is on record.
fn name_host(request: &mut HttpRequest) {
    if request.headers().contains_key("host") {
        return;
    }
    let authority = request.uri().parse::<http::Uri>().ok().and_then(|uri| uri.authority().map(ToString::to_string));
    if let Some(authority) = authority {
        let host = authority.rsplit('@').next().unwrap_or_default().to_owned();
        // An authority that a URI was made of is a header's value as well.
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

/// Error codes by which EC2 asks to be asked more slowly.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
const COMPLAINTS: [&str; 4] = ["RequestLimitExceeded", "Throttling", "EC2ThrottledException", "SlowDown"];

/// Whether an answer says that the endpoint is asked too fast.
pub(crate) fn throttled(status: u16, body: &[u8]) -> bool {
    if status == 429 {
        return true;
    }
    // Errors are short; what names the code far behind is no error answer.
    let text = String::from_utf8_lossy(&body[..body.len().min(4096)]);
    status >= 400 && COMPLAINTS.iter().any(|code| text.contains(&format!("<Code>{code}</Code>")))
}
