//! The proxy: accepts connections of the client, checks its requests, forwards them, and returns the responses.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use endpoint::{Relay, ResponsePiece};
use parking_lot::Mutex;
use record::{RefusalCause, RefusedRequest};
use tokio::io::{AsyncWrite, AsyncWriteExt as _, BufWriter};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::http::{Incoming, ReadError, Reader, Writer};
use crate::keys::ThrowawayKeys;
use crate::pairs::Pairs;
use crate::refusal::{Protocol, Refusal};
use crate::request::ClientCall;
use crate::signature::{Signed, check, stated};
use crate::stand_in;

/// How many connections are open at once; more wait.
const CONNECTIONS: usize = 1024;

/// Sends a client's requests on.
pub trait Handler: Send + Sync + 'static {
    /// Sends a request for EC2 to the endpoint, and the response to `relay` as it is received. It runs to its end even if the
    /// client does not wait for it.
    ///
    /// # Errors
    /// The request is refused: nothing was sent.
    fn serve(&self, call: ClientCall, relay: Relay) -> impl Future<Output = Result<Delivery, Refusal>> + Send;

    /// Sends `GetCallerIdentity` on to the endpoint's service of identities, as [`serve`](Self::serve) does with a request for
    /// EC2. It is called where [`Identity::PassedOn`] was chosen, and for no other action: its response has no secret.
    fn identify(&self, call: ClientCall, relay: Relay) -> impl Future<Output = Result<Delivery, Refusal>> + Send;
}

/// Who responds to `GetCallerIdentity`, which many clients call first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// The proxy, with this account if it is known.
    StandIn(Option<String>),
    /// The endpoint's own service: [`Handler::identify`].
    PassedOn,
}

/// How a response was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// To its end.
    Complete,
    /// Not at all, or not to its end: why.
    Broken(String),
}

/// What the proxy saw of a client, beside the requests that it handed on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The number of requests by the version of their signature: `v4`, `v2`, `none`.
    pub signatures: BTreeMap<String, u64>,
    /// The number of requests that got a response in place of another service's.
    pub stood_in: BTreeMap<String, u64>,
    /// The number of requests for another service that were passed on.
    pub passed_on: BTreeMap<String, u64>,
    /// The requests that were refused.
    pub refused: Vec<RefusedRequest>,
}

/// A proxy that listens on loopback until it is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    keys: ThrowawayKeys,
    tally: Arc<Mutex<Tally>>,
    stop: CancellationToken,
}

/// What happens with a request that is not refused.
enum Admitted {
    /// It is for EC2, and forwarded.
    Ec2,
    /// It is for the identity of the caller, and forwarded.
    Identity,
    /// It gets this body as its response, and is not forwarded.
    StandIn(String),
}

/// What all connections share.
struct Shared<H> {
    handler: Arc<H>,
    keys: ThrowawayKeys,
    region: String,
    identity: Identity,
    tally: Arc<Mutex<Tally>>,
    stop: CancellationToken,
}

impl Proxy {
    /// Listens on a port of loopback that the system chooses. `region`: that of the endpoint.
    ///
    /// # Errors
    /// The system gives no port.
    pub async fn open(handler: Arc<impl Handler>, region: &str, identity: Identity) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (keys, stop) = (ThrowawayKeys::random(), CancellationToken::new());
        let tally = Arc::new(Mutex::new(Tally::default()));
        let shared = Shared {
            handler,
            keys: keys.clone(),
            region: region.to_owned(),
            identity,
            tally: tally.clone(),
            stop: stop.clone(),
        };
        tokio::spawn(accept(listener, Arc::new(shared)));
        Ok(Proxy { address, keys, tally, stop })
    }

    /// Its URL: `http://127.0.0.1:40001`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The keys that it accepts.
    pub fn keys(&self) -> &ThrowawayKeys {
        &self.keys
    }

    /// What it saw so far.
    pub fn tally(&self) -> Tally {
        self.tally.lock().clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn accept<H: Handler>(listener: TcpListener, shared: Arc<Shared<H>>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let stream = tokio::select! {
            () = shared.stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match stream {
            Ok((stream, _)) => {
                let shared = shared.clone();
                tokio::spawn(async move {
                    tokio::select! {
                        () = shared.stop.cancelled() => {}
                        _ = converse(&shared, stream) => {}
                    }
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection of the client could not be accepted");
                // No file descriptor is free: one is after a while.
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
    }
}

/// One connection, request by request.
async fn converse<H: Handler>(shared: &Shared<H>, stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (read, write) = stream.into_split();
    let (mut reader, mut writer) = (Reader::new(read), BufWriter::new(write));
    loop {
        let request = match reader.head().await {
            Ok(head) => {
                if head.expects_continue {
                    writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
                    writer.flush().await?;
                }
                reader.body(head).await
            }
            Err(error) => Err(error),
        };
        let request = match request {
            Ok(request) => request,
            Err(ReadError::Closed) => return Ok(()),
            Err(ReadError::Refused(status, reason)) => {
                let refusal = Refusal::new(RefusalCause::Malformed, reason).with_status(status);
                shared.refused("", None, &refusal);
                let (headers, body) = refusal.response(Protocol::Ec2);
                let mut response = Writer::new(&mut writer);
                return response.whole(status, &headers, body.as_bytes(), false, false).await;
            }
        };
        if !shared.respond(request, &mut writer).await? {
            return writer.shutdown().await;
        }
    }
}

impl<H: Handler> Shared<H> {
    /// Sends the response to a request. Whether another request may follow.
    async fn respond(&self, request: Incoming, stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<bool> {
        let (is_http_11, keep_alive, is_head) = (request.is_http_11, request.keep_alive, request.method == "HEAD");
        let pairs = Pairs::of(&request);
        let call = ClientCall::of(&request, &pairs);
        let (protocol, service, action) = (call.protocol(), call.service.clone(), call.action.clone());
        let mut response = Writer::new(stream);
        let refusal = match self.admit(&request, &pairs, &call) {
            Ok(Admitted::StandIn(body)) => {
                let headers = [("content-type".to_owned(), "text/xml".to_owned())];
                response.whole(200, &headers, body.as_bytes(), is_head, keep_alive).await?;
                return Ok(keep_alive);
            }
            Ok(admitted) => {
                let (relay, mut pieces) = Relay::new();
                let handler = self.handler.clone();
                // In a task of its own: what was begun is recorded to its end even if the client does not wait.
                let serving = tokio::spawn(async move {
                    match admitted {
                        Admitted::Identity => handler.identify(call, relay).await,
                        Admitted::Ec2 | Admitted::StandIn(_) => handler.serve(call, relay).await,
                    }
                });
                while let Some(piece) = pieces.recv().await {
                    match piece {
                        ResponsePiece::Head { status, headers } => {
                            response.head(status, &headers, is_http_11, is_head, keep_alive).await?;
                        }
                        ResponsePiece::Data(data) => response.data(&data).await?,
                    }
                }
                match serving.await {
                    Ok(Ok(Delivery::Complete)) if response.is_begun() => {
                        response.end().await?;
                        return Ok(keep_alive && !response.must_close());
                    }
                    // The response ends as it did at the endpoint: before its end.
                    Ok(Ok(_)) if response.is_begun() => return Ok(false),
                    Ok(Ok(Delivery::Broken(reason))) => {
                        let broken = Refusal {
                            cause: RefusalCause::Ended,
                            status: 502,
                            code: "EndpointUnavailable",
                            reason: format!("the endpoint did not respond: {reason}"),
                        };
                        let (headers, body) = broken.response(protocol);
                        response.whole(broken.status, &headers, body.as_bytes(), is_head, false).await?;
                        return Ok(false);
                    }
                    Ok(Ok(Delivery::Complete)) | Err(_) => return Ok(false),
                    Ok(Err(refusal)) => refusal,
                }
            }
            Err(refusal) => refusal,
        };
        self.refused(&service, action, &refusal);
        let (headers, body) = refusal.response(protocol);
        response.whole(refusal.status, &headers, body.as_bytes(), is_head, keep_alive).await?;
        Ok(keep_alive)
    }

    /// Whether a request may be forwarded, and what happens with it.
    fn admit(&self, request: &Incoming, pairs: &Pairs, call: &ClientCall) -> Result<Admitted, Refusal> {
        let signed = stated(request, pairs);
        *self.tally.lock().signatures.entry(signed.name().to_owned()).or_default() += 1;
        check(request, pairs, &self.keys)?;
        if stand_in::is_identity(call) {
            let name = format!("{} {}", call.service, call.action.as_deref().unwrap_or_default());
            let mut tally = self.tally.lock();
            return Ok(match &self.identity {
                Identity::StandIn(account) => {
                    *tally.stood_in.entry(name).or_default() += 1;
                    Admitted::StandIn(stand_in::response(account.as_deref()))
                }
                Identity::PassedOn => {
                    *tally.passed_on.entry(name).or_default() += 1;
                    Admitted::Identity
                }
            });
        }
        if call.service != "ec2" {
            let reason = format!("only EC2 is observed, and this request is for {}", call.service);
            return Err(Refusal::new(RefusalCause::Service, reason));
        }
        if let Signed::V4 { region, .. } = &signed
            && *region != self.region
        {
            let reason =
                format!("the request is signed for the region {region}, and the endpoint's is {}", self.region);
            return Err(Refusal::new(RefusalCause::Region, reason));
        }
        match call.unreadable() {
            Some(refusal) => Err(refusal),
            None => Ok(Admitted::Ec2),
        }
    }

    fn refused(&self, service: &str, action: Option<String>, refusal: &Refusal) {
        let mut tally = self.tally.lock();
        let same = |one: &&mut RefusedRequest| {
            one.service == service && one.action == action && one.cause == refusal.cause && one.reason == refusal.reason
        };
        match tally.refused.iter_mut().find(same) {
            Some(one) => one.count += 1,
            None => tally.refused.push(RefusedRequest {
                service: service.to_owned(),
                action,
                cause: refusal.cause,
                reason: refusal.reason.clone(),
                count: 1,
            }),
        }
    }
}
