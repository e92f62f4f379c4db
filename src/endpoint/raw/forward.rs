//! Requests of somebody else, signed anew and passed on.

use std::time::SystemTime;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use contract::Signature;
use http::header::{CONTENT_LENGTH, HOST, HeaderName, HeaderValue};
use http::{Method, Request, Uri};
use record::{Body, Exchange, FailureKind, Request as Recorded, TransportFailure};
use url::Url;

use crate::connect::Endpoint;
use crate::raw::sign::{self, CredentialScope};
use crate::transport::{Attempts, CallTrace, CapturingConnector, Relay};

/// A request to pass on: as somebody sent it, without a signature and without hop-by-hop headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// The HTTP method, as received: `POST`.
    pub method: String,
    /// Path and query, byte for byte; appended to the endpoint's URL.
    pub path_and_query: String,
    /// The headers in order, without `Host` and `Content-Length`.
    pub headers: Vec<(String, String)>,
    /// The body, decoded from any transfer encoding; empty where there is none.
    pub body: Bytes,
}

impl Endpoint {
    /// Signs a request with the profile's credentials and sends it once. `action`: the one that it names. What is received goes
    /// to `relay` at once, and the attempt to `attempts`, whatever its end.
    pub async fn forward(&self, forward: Forward, action: Option<&str>, relay: &Relay, attempts: &Attempts) {
        let service = Service { name: "ec2", url: self.url(), connector: self.connector() };
        self.forward_to(service, forward, action, relay, attempts).await;
    }

    /// The same, to the service of identities that the profile names; false, and nothing is sent, where it names none.
    pub async fn forward_to_sts(&self, forward: Forward, relay: &Relay, attempts: &Attempts) -> bool {
        let Some((connector, url)) = self.sts() else { return false };
        self.forward_to(Service { name: "sts", url, connector }, forward, None, relay, attempts).await;
        true
    }

    async fn forward_to(
        &self,
        service: Service<'_>,
        forward: Forward,
        action: Option<&str>,
        relay: &Relay,
        attempts: &Attempts,
    ) {
        let signed = match self.sign_anew(&service, &forward).await {
            Ok(request) => HttpRequest::try_from(request.map(SdkBody::from)).map_err(|error| error.to_string()),
            Err(reason) => Err(reason),
        };
        match signed {
            Ok(request) => {
                let trace = CallTrace::of(attempts.clone(), action);
                // The trace has the response, or the error.
                let _ = service.connector.exchange_to(request, &trace, Some(relay)).await;
            }
            Err(detail) => attempts.push(service.unsent(forward, detail)),
        }
    }

    async fn sign_anew(&self, service: &Service<'_>, forward: &Forward) -> Result<Request<Bytes>, String> {
        let mut request = Request::new(forward.body.clone());
        *request.method_mut() = Method::from_bytes(forward.method.as_bytes())
            .map_err(|_| format!("`{}` is not an HTTP method", forward.method))?;
        let uri: Uri = service
            .url_of(forward)
            .parse()
            .map_err(|error| format!("`{}` is not a path: {error}", forward.path_and_query))?;
        let host = uri.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(HOST, HeaderValue::from_str(&host).map_err(|error| error.to_string())?);
        if !forward.body.is_empty() || forward.method != "GET" {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(forward.body.len()));
        }
        for (name, value) in &forward.headers {
            let key =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not the name of a header"))?;
            let value =
                HeaderValue::from_str(value).map_err(|_| format!("the header {name} has a value that is not text"))?;
            headers.append(key, value);
        }
        let credentials = self.credentials().await.map_err(|error| error.to_string())?;
        let scope = CredentialScope {
            signature: Signature::Right,
            presigned: false,
            service: service.name,
            region: &self.profile().region,
            now: SystemTime::now(),
        };
        sign::apply(&mut request, &credentials, &scope)?;
        Ok(request)
    }
}

/// Where a request is passed on to.
struct Service<'a> {
    /// What its requests are signed for.
    name: &'static str,
    url: &'a Url,
    connector: &'a CapturingConnector,
}

impl Service<'_> {
    fn url_of(&self, forward: &Forward) -> String {
        let base = self.url.as_str().trim_end_matches('/');
        format!("{base}/{}", forward.path_and_query.trim_start_matches('/'))
    }

    fn unsent(&self, forward: Forward, detail: String) -> Exchange {
        let url = self.url_of(&forward);
        let request =
            Recorded { method: forward.method, url, headers: forward.headers, body: Body::from(forward.body) };
        let failure = Some(TransportFailure { kind: FailureKind::NotSent, detail });
        Exchange { at_ms: record::now_ms(), elapsed_us: 0, request, response: None, failure }
    }
}
