//! Hand-made requests, for what no SDK would send.

use std::time::SystemTime;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use contract::{Signature, wire};
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use record::{Body, Exchange, FailureKind, Request as Recorded, SdkVerdict, TransportFailure};

use crate::call::CallResult;
use crate::connect::Endpoint;
use crate::raw::sign::{self, CredentialScope};
use crate::transport::{Attempts, CallTrace};

/// A request to send unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCall {
    /// `GET`, `POST` or any other HTTP method.
    pub method: String,
    /// The path, appended to that of the endpoint's URL.
    pub path: String,
    /// The parameters in order, `Action` and `Version` among them: the query of a GET, the body of a POST.
    pub parameters: Vec<(String, String)>,
    /// A body to send in place of the parameters.
    pub body: Option<String>,
    /// Headers to add, or to replace those of the same name.
    pub headers: Vec<(String, String)>,
    /// How the request is signed.
    pub signature: Signature,
    /// Whether the signature goes into the query string.
    pub presigned: bool,
}

impl Endpoint {
    /// Sends a request once. Errors are part of the result.
    pub async fn raw(&self, call: RawCall) -> CallResult {
        let attempts = Attempts::default();
        self.raw_watched(call, &attempts).await;
        CallResult { attempts: attempts.take(), sdk: SdkVerdict::NotCalled }
    }

    /// Sends a request once and adds the attempt to `attempts`, which keeps it when this future is dropped.
    pub async fn raw_watched(&self, call: RawCall, attempts: &Attempts) {
        let prepared = match self.prepare(&call).await {
            Ok(request) => HttpRequest::try_from(request.map(SdkBody::from)).map_err(|error| error.to_string()),
            Err(reason) => Err(reason),
        };
        match prepared {
            Ok(request) => {
                let action = call.parameters.iter().find(|(name, _)| name == "Action").map(|(_, value)| value.as_str());
                let trace = CallTrace::of(attempts.clone(), action);
                // The trace has the response, or the error.
                let _ = self.connector().exchange(request, &trace).await;
            }
            Err(detail) => attempts.push(self.not_sent(&call, detail)),
        }
    }

    async fn prepare(&self, call: &RawCall) -> Result<Request<Bytes>, String> {
        let mut request = self.unsigned(call)?;
        if call.signature == Signature::None {
            return Ok(request);
        }
        let credentials = self.credentials().await.map_err(|error| error.to_string())?;
        let scope = CredentialScope {
            signature: call.signature,
            presigned: call.presigned,
            service: "ec2",
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
        let method = Method::from_bytes(call.method.as_bytes())
            .map_err(|_| format!("`{}` is not an HTTP method", call.method))?;
        let form = wire::form_of(&call.parameters);
        let in_query = method == Method::GET || method == Method::HEAD;
        let base = self.url().as_str().trim_end_matches('/');
        let path = call.path.trim_start_matches('/');
        let query = if in_query && !form.is_empty() { format!("?{form}") } else { String::new() };
        let uri: Uri =
            format!("{base}/{path}{query}").parse().map_err(|error| format!("`{path}` is not a path: {error}"))?;
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
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not the name of a header"))?;
            headers.insert(name, header(value)?);
        }
        Ok(request)
    }

    fn not_sent(&self, call: &RawCall, detail: String) -> Exchange {
        let request = Recorded {
            method: call.method.clone(),
            url: format!("{}/{}", self.url().as_str().trim_end_matches('/'), call.path.trim_start_matches('/')),
            headers: call.headers.clone(),
            body: Body::from(call.body.clone().unwrap_or_else(|| wire::form_of(&call.parameters))),
        };
        let failure = Some(TransportFailure { kind: FailureKind::NotSent, detail });
        Exchange { at_ms: record::now_ms(), elapsed_us: 0, request, response: None, failure }
    }
}

fn header(value: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(value).map_err(|_| format!("`{value}` is not the value of a header"))
}

/// Adds a parameter that the signature does not cover: to the body where there is one, else to the query.
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
