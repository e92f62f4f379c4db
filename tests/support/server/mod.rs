//! A small EC2 on loopback that misbehaves on demand, and records the requests.

mod behavior;
mod cloud;
mod http;
mod misdeed;
mod tls;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex, MutexGuard};
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Notify, oneshot};
use tokio_rustls::TlsAcceptor;

pub use behavior::Behavior;
use cloud::Cloud;
pub use cloud::PageFault;
use http::{Seen, read_request};
pub use misdeed::Misdeed;
use misdeed::{Then, give};
pub use tls::Identity;

/// The server; it ends when this is dropped.
pub struct Server {
    url: String,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    /// Told of each request.
    requested: Condvar,
    /// The same, for responses that wait for requests.
    requested_again: Notify,
    /// Bytes of floods that clients took.
    flooded: AtomicU64,
}

struct State {
    behavior: Behavior,
    cloud: Cloud,
    seen: Vec<Seen>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

impl Shared {
    /// Waits until an action has been requested so often.
    async fn until_requested(&self, action: &str, times: usize) {
        loop {
            let again = self.requested_again.notified();
            if self.state().seen.iter().filter(|seen| seen.action() == action).count() >= times {
                return;
            }
            again.await;
        }
    }
}

impl Server {
    /// Starts one on a port that the system chooses.
    pub fn start(behavior: Behavior) -> Self {
        Self::launch(behavior, None)
    }

    /// Starts one that speaks TLS and shows this certificate.
    pub fn start_tls(behavior: Behavior, identity: &Identity) -> Self {
        Self::launch(behavior, Some(identity.acceptor()))
    }

    fn launch(behavior: Behavior, tls: Option<TlsAcceptor>) -> Self {
        let state = State { behavior, cloud: Cloud::default(), seen: Vec::new() };
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            requested: Condvar::new(),
            requested_again: Notify::new(),
            flooded: AtomicU64::new(0),
        });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
        listener.set_nonblocking(true).expect("a listener can be made non-blocking");
        let address = listener.local_addr().expect("a bound listener has an address");
        let scheme = if tls.is_some() { "https" } else { "http" };
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn({
            let shared = shared.clone();
            move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                runtime.block_on(async {
                    let listener = TcpListener::from_std(listener).expect("a listener of this runtime");
                    tokio::select! {
                        () = accept(listener, &shared, tls) => {}
                        _ = stopped => {}
                    }
                });
            }
        });
        Server { url: format!("{scheme}://{address}"), shared, stop: Some(stop), thread: Some(thread) }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Changes how it behaves from here on.
    pub fn behave(&self, behavior: Behavior) {
        self.shared.state().behavior = behavior;
    }

    /// Makes a fault in the pages of lists, from here on.
    pub fn page(&self, fault: PageFault) {
        self.shared.state().cloud.page_fault = Some(fault);
    }

    /// Gives no tags to what is created from here on.
    pub fn drop_tags(&self) {
        self.shared.state().cloud.drops_tags = true;
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.state().seen.clone()
    }

    /// How often an action was requested.
    pub fn count(&self, action: &str) -> usize {
        self.shared.state().seen.iter().filter(|seen| seen.action() == action).count()
    }

    /// The ids (of key pairs: the names) of what of this kind exists: `vpc`, `subnet`, `security-group`, `key-pair`.
    pub fn alive(&self, kind: &str) -> Vec<String> {
        self.shared.state().cloud.alive(kind)
    }

    /// Makes something that is not the run's, and must outlive it.
    pub fn plant(&self, action: &str, parameters: &[(&str, &str)]) {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let response = self
            .shared
            .state()
            .cloud
            .execute(action, &crate::server::http::Parameters(parameters.iter().map(owned).collect()));
        assert_eq!(response.status, 200, "{action}: {}", String::from_utf8_lossy(&response.body));
    }

    /// How many bytes of floods were taken, those included that wait in the system's buffers.
    pub fn flooded(&self) -> u64 {
        self.shared.flooded.load(Ordering::Relaxed)
    }

    /// Waits until an action has been requested this often.
    pub fn await_requests(&self, action: &str, times: usize, limit: Duration) {
        let deadline = Instant::now() + limit;
        let mut state = self.shared.state();
        while state.seen.iter().filter(|seen| seen.action() == action).count() < times {
            let left = deadline.checked_duration_since(Instant::now()).unwrap_or_else(|| {
                panic!("{action} was not requested {times} times within {limit:?}; requested: {:?}", names(&state.seen))
            });
            self.shared.requested.wait_for(&mut state, left);
        }
    }
}

fn names(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(Seen::action).collect()
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have ended by itself.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server panicked");
        }
    }
}

/// An address where nobody listens, and nobody else can begin to.
pub struct Nobody {
    address: SocketAddr,
    _bound: TcpSocket,
}

impl Nobody {
    /// Takes a port without listening on it.
    pub fn home() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("loopback has free ports");
        Nobody { address: socket.local_addr().expect("a bound socket has an address"), _bound: socket }
    }

    /// Where nobody is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn accept(listener: TcpListener, shared: &Arc<Shared>, tls: Option<TlsAcceptor>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let (shared, tls) = (shared.clone(), tls.clone());
        tokio::spawn(async move {
            // A client that goes away in the midst of it is no failure of the server.
            match tls {
                None => drop(serve(stream, &shared).await),
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        drop(serve(stream, &shared).await);
                    }
                }
            }
        });
    }
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, shared: &Shared) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(seen) = read_request(&mut stream).await? {
        let action = seen.action().to_owned();
        let (right, misdeed) = shared.state().take(seen);
        shared.requested.notify_all();
        shared.requested_again.notify_waiters();
        if let Some(Misdeed::Late(times)) = misdeed {
            shared.until_requested(&action, times).await;
        }
        if give(&mut stream, right, misdeed.as_ref(), &shared.flooded).await? == Then::Closed {
            break;
        }
    }
    Ok(())
}

impl State {
    /// Notes a request, and decides what is done about it.
    fn take(&mut self, seen: Seen) -> (crate::server::http::Response, Option<crate::server::misdeed::Misdeed>) {
        let rule = self.behavior.apply(seen.action());
        // What a misdeed leaves undone is sent to a cloud that is discarded.
        let mut elsewhere = self.cloud.clone();
        let done = rule.as_ref().is_none_or(|rule| rule.carried_out);
        let cloud = if done { &mut self.cloud } else { &mut elsewhere };
        let right = cloud.execute(seen.action(), &seen.parameters);
        self.seen.push(seen);
        (right, rule.map(|rule| rule.misdeed))
    }
}
