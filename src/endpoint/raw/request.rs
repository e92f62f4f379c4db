//! Hand-made requests, for what no SDK would send.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use record::{Body, Exchange, Failure, FailureKind, Request as Recorded, SdkVerdict};

use crate::call::Answer;
use crate::connect::Endpoint;
use crate::raw::sign::{self, Scope};
use crate::transport::{Attempts, CallTrace};

/// A request to send as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCall {
    /// `GET`, `POST` or any other method.
    pub method: String,
    /// The path below the endpoint's URL.
    pub path: String,
    /// CapturingConnector parameters in order, `Action` and `Version` among them: the query of a GET, the body of a POST.
    pub parameters: Vec<(String, String)>,
    /// A body to send as it is.
    pub body: Option<String>,
    /// More headers, or others in place of ours.
    pub headers: Vec<(String, String)>,
    /// How it is signed.
    pub signature: Signature,
    /// Whether the signature goes into the query string.
    pub presigned: bool,
}

/// How a raw request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signature {
    /// As it should be.
    Right,
    /// With another secret key.
    WrongSecret,
    /// With an access key that does not exist.
    UnknownKey,
    /// Not at all.
    None,
    /// An hour ago.
    Expired,
    /// For another region.
    WrongRegion,
    /// For another service.
    WrongService,
    /// Right, and then a parameter was added: `DryRun=true`, so that an endpoint that does not notice does
    /// nothing either.
    TamperedBody,
}

/// What SigV4 leaves as it is.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

impl Endpoint {
    /// Sends a request as it is, once. Whatever happens is in the answer.
    pub async fn raw(&self, call: RawCall) -> Answer {
        let attempts = Attempts::default();
        self.raw_watched(call, &attempts).await;
        Answer { attempts: attempts.take(), sdk: SdkVerdict::NotCalled }
    }

    /// Sends a request, noting the attempt where another can read it when this future is dropped.
    pub async fn raw_watched(&self, call: RawCall, attempts: &Attempts) {
        let prepared = match self.prepare(&call).await {
            Ok(request) => HttpRequest::try_from(request.map(SdkBody::from)).map_err(|error| error.to_string()),
            Err(reason) => Err(reason),
        };
        match prepared {
            Ok(request) => {
                let trail = CallTrace::of(attempts.clone());
                // What came of it is on the trail, errors too.
                let _ = self.wire().exchange(request, &trail).await;
            }
            Err(detail) => attempts.push(self.not_sent(&call, detail)),
        }
    }

    async fn prepare(&self, call: &RawCall) -> Result<Request<Bytes>, String> {
        let mut request = self.unsigned(call)?;
        if call.signature == Signature::None {
            return Ok(request);
        }
        let credentials: Credentials = self.credentials().await.map_err(|error| error.to_string())?;
        let scope = Scope {
            signature: call.signature,
            presigned: call.presigned,
            region: &self.profile().region,
            now: SystemTime::now(),
        };
        let own = request.headers_mut().remove(AUTHORIZATION);
        sign::apply(&mut request, &credentials, &scope)?;
        if let Some(own) = own {
            request.headers_mut().insert(AUTHORIZATION, own);
        }
        if call.signature == Signature::TamperedBody {
            tamper(&mut request)?;
        }
        Ok(request)
    }

    fn unsigned(&self, call: &RawCall) -> Result<Request<Bytes>, String> {
        let method =
            Method::from_bytes(call.method.as_bytes()).map_err(|_| format!("`{}` is no HTTP method", call.method))?;
        let form = form(&call.parameters);
        let in_query = method == Method::GET || method == Method::HEAD;
        let base = self.url().as_str().trim_end_matches('/');
        let path = call.path.trim_start_matches('/');
        let query = if in_query && !form.is_empty() { format!("?{form}") } else { String::new() };
        let uri: Uri =
            format!("{base}/{path}{query}").parse().map_err(|error| format!("`{path}` is no path: {error}"))?;
        let body = match &call.body {
            Some(body) => Bytes::from(body.clone()),
            None if in_query => Bytes::new(),
            None => Bytes::from(form),
        };
        let mut request = Request::new(body);
        let host = uri.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        let length = request.body().len();
        let headers = request.headers_mut();
        headers.insert(HOST, header(&host)?);
        if length > 0 || !in_query {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        for (name, value) in &call.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is no header's name"))?;
            headers.insert(name, header(value)?);
        }
        Ok(request)
    }

    fn not_sent(&self, call: &RawCall, detail: String) -> Exchange {
        let request = Recorded {
            method: call.method.clone(),
            url: format!("{}/{}", self.url().as_str().trim_end_matches('/'), call.path.trim_start_matches('/')),
            headers: call.headers.clone(),
            body: Body::from(call.body.clone().unwrap_or_else(|| form(&call.parameters))),
        };
        let failure = Some(Failure { kind: FailureKind::NotSent, detail });
        Exchange { at_ms: crate::transport::now_ms(), elapsed_us: 0, request, response: None, failure }
    }
}

fn header(value: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(value).map_err(|_| format!("`{value}` cannot be a header's value"))
}

fn form(parameters: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let pairs: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

/// Adds a parameter behind the signature's back: to the body where there is one, else to the query.
fn tamper(request: &mut Request<Bytes>) -> Result<(), String> {
    const ADDED: &str = "DryRun=true";
    if request.body().is_empty() {
        let uri = request.uri().to_string();
        let joint = if uri.contains('?') { '&' } else { '?' };
        *request.uri_mut() =
            format!("{uri}{joint}{ADDED}").parse().map_err(|error: http::uri::InvalidUri| error.to_string())?;
        return Ok(());
    }
    let mut body = request.body().to_vec();
    body.push(b'&');
    body.extend_from_slice(ADDED.as_bytes());
    request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    *request.body_mut() = body.into();
    Ok(())
}
