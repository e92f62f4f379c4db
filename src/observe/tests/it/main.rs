//! The proxy as clients meet it: signatures, other services, and HTTP of every kind.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod client;
mod find;
mod http;
mod signatures;

use std::sync::Arc;

use endpoint::{Relay, ResponsePiece};
use observe::{ClientCall, Delivery, Handler, Identity, Proxy, Refusal};
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const REGION: &str = "test-1";

/// Keeps what is forwarded, and responds to it.
#[derive(Default)]
struct Kept {
    calls: Mutex<Vec<ClientCall>>,
    /// The requests that ask who the caller is, and are passed on.
    identities: Mutex<Vec<ClientCall>>,
    /// The pieces of the response; none: a short one.
    pieces: Vec<ResponsePiece>,
    /// Whether the response breaks off.
    breaks: bool,
}

impl Handler for Kept {
    async fn serve(&self, call: ClientCall, relay: Relay) -> Result<Delivery, Refusal> {
        self.calls.lock().push(call);
        for piece in &self.pieces {
            relay.pass(piece.clone()).await;
        }
        Ok(if self.breaks { Delivery::Broken("it went away".to_owned()) } else { Delivery::Complete })
    }

    async fn identify(&self, call: ClientCall, relay: Relay) -> Result<Delivery, Refusal> {
        self.identities.lock().push(call);
        relay.pass(head(200, &[("content-length", "5")])).await;
        relay.pass(ResponsePiece::Data("<me/>".into())).await;
        Ok(Delivery::Complete)
    }
}

fn head(status: u16, headers: &[(&str, &str)]) -> ResponsePiece {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    ResponsePiece::Head { status, headers }
}

fn short() -> Kept {
    Kept { pieces: vec![head(200, &[("content-length", "5")]), ResponsePiece::Data("<ok/>".into())], ..Kept::default() }
}

async fn open(kept: Kept) -> (Arc<Kept>, Proxy) {
    open_as(kept, Identity::StandIn(Some("111122223333".to_owned()))).await
}

async fn open_as(kept: Kept, identity: Identity) -> (Arc<Kept>, Proxy) {
    let kept = Arc::new(kept);
    let proxy = Proxy::open(kept.clone(), REGION, identity).await.unwrap();
    (kept, proxy)
}

/// Sends bytes on a connection of their own, and reads to its end.
async fn exchange(proxy: &Proxy, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(proxy.url().strip_prefix("http://").unwrap()).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response).await;
    String::from_utf8_lossy(&response).into_owned()
}

fn host(proxy: &Proxy) -> String {
    proxy.url().strip_prefix("http://").unwrap().to_owned()
}
