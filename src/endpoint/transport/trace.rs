//! The trace of one call: its attempts, and the time it waited for the rate limit.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::transport::attempts::Attempts;

tokio::task_local! {
    /// The trace of the call that the SDK is making.
    pub(crate) static TRACE: CallTrace;
}

/// What the transport notes of one call. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallTrace {
    /// The attempts so far.
    pub(crate) attempts: Attempts,
    /// The action that is called; absent where the request has none.
    pub(crate) action: Option<Arc<str>>,
    waits: Arc<Mutex<Waits>>,
}

/// The time that a call waited for the rate limit, which its own time limit does not count.
#[derive(Debug, Default)]
struct Waits {
    ended: Duration,
    since: Option<Instant>,
}

impl CallTrace {
    /// A trace of a call of this action that adds attempts to these.
    pub(crate) fn of(attempts: Attempts, action: Option<&str>) -> Self {
        CallTrace { attempts, action: action.map(Arc::from), waits: Arc::default() }
    }

    /// The time waited so far.
    pub(crate) fn waited(&self) -> Duration {
        let waits = self.waits.lock();
        waits.ended + waits.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Waits for the rate limit, and counts the time.
    pub(crate) async fn wait<T>(&self, turn: impl Future<Output = T>) -> T {
        self.waits.lock().since = Some(Instant::now());
        let turn = turn.await;
        let mut waits = self.waits.lock();
        let waited = waits.since.take().map_or(Duration::ZERO, |since| since.elapsed());
        waits.ended += waited;
        turn
    }
}
