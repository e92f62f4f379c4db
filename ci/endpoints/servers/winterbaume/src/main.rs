//! Serves winterbaume's EC2 on a port of loopback: `winterbaume-endpoint PORT`.

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{Request, Response};
use winterbaume_core::{MockRequest, MockService};
use winterbaume_ec2::Ec2Service;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: winterbaume-endpoint PORT")?.parse()?;
    let service = Arc::new(Ec2Service::new());
    let app = Router::new().fallback(move |request: Request<Body>| answer(service.clone(), request));
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// Puts a request to the service, as its connector for the SDK does: with the whole address, by which it finds the region.
async fn answer(service: Arc<Ec2Service>, request: Request<Body>) -> Response<Body> {
    let (Parts { method, uri, headers, .. }, body) = request.into_parts();
    let body: Bytes = match axum::body::to_bytes(body, 1 << 24).await {
        Ok(body) => body,
        Err(error) => return response(400, error.to_string()),
    };
    let uri = format!("https://ec2.us-east-1.amazonaws.com{uri}");
    let answer = service.handle(MockRequest { method: method.to_string(), uri, headers, body }).await;
    let mut response = response(answer.status, answer.body);
    *response.headers_mut() = answer.headers;
    response
}

fn response(status: u16, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status.try_into().unwrap_or_default();
    response
}
