//! Connections: the HTTP client under everything, without capture.

use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Tcp;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use url::Url;

use crate::error::EndpointError;
use crate::profile::Tls;
use crate::transport::tls;

/// Makes the client of an endpoint. It follows no redirects, and uses the proxies that the environment names
/// (`HTTPS_PROXY` and so on).
pub(crate) fn open(url: &Url, tls: &Tls, connect: Duration) -> Result<SharedHttpConnector, EndpointError> {
    let context = match tls {
        Tls::Insecure => return Ok(SharedHttpConnector::new(Unverified::new(connect)?)),
        Tls::Authority(path) => tls::authority(path)?,
        Tls::System if url.scheme() == "https" => tls::system()?,
        Tls::System => tls::trust_none()?,
    };
    Ok(SharedHttpConnector::new(verified(context, connect)))
}

/// The client that fetches credentials from other services (SSO, assumed roles, containers).
/// It trusts the machine's CAs, whatever the `tls` of an endpoint's profile.
pub(crate) fn for_credentials() -> SharedHttpClient {
    const CONNECT: Duration = Duration::from_secs(5);
    http_client_fn(|settings, _| {
        // Without CA certificates TLS fails with an error of its own; plain HTTP (containers) works.
        let context = tls::system().or_else(|_| tls::trust_none()).unwrap_or_default();
        SharedHttpConnector::new(verified(context, settings.connect_timeout().unwrap_or(CONNECT)))
    })
}

fn verified(context: TlsContext, connect: Duration) -> Connector {
    Connector::builder()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(context)
        .proxy_config(ProxyConfig::from_env())
        .connector_settings(HttpConnectorSettings::builder().connect_timeout(connect).build())
        .build()
}

/// A client that does not verify certificates, which the SDK's own connector does not offer.
#[derive(Debug, Clone)]
struct Unverified {
    client: Client<HttpsConnector<Tcp>, SdkBody>,
}

impl Unverified {
    fn new(connect: Duration) -> Result<Self, EndpointError> {
        let mut tcp = Tcp::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(connect));
        let tls = HttpsConnectorBuilder::new().with_tls_config(tls::accept_any()?).https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(tls.wrap_connector(tcp));
        Ok(Unverified { client })
    }
}

impl HttpConnector for Unverified {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = match request.try_into_http1x() {
            Ok(request) => request,
            Err(error) => return HttpConnectorFuture::ready(Err(ConnectorError::user(error.into()))),
        };
        let response = self.client.request(request);
        HttpConnectorFuture::new(async move {
            let response = response.await.map_err(|error| ConnectorError::io(error.into()))?;
            HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
                .map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}
