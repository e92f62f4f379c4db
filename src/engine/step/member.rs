//! One of several steps that are sent at the same moment.

use std::sync::Arc;

use parking_lot::Mutex;
use scenario::Received;
use tokio::sync::watch;

use crate::call::CallOutcome;

/// What such a step waits for, and what it received.
#[derive(Debug)]
pub(crate) struct Member {
    /// Closed when no member holds a receiver any more: each is ready, or has ended.
    all: Arc<watch::Sender<()>>,
    /// Its receiver, until it is ready or has ended.
    waiting: Mutex<Option<watch::Receiver<()>>>,
    /// What it received; absent before that, and without a readable response.
    received: Mutex<Option<Received>>,
}

impl Member {
    pub(super) fn new(all: &Arc<watch::Sender<()>>) -> Arc<Self> {
        Arc::new(Member { all: all.clone(), waiting: Mutex::new(Some(all.subscribe())), received: Mutex::default() })
    }

    /// Waits until every other one is about to send its request, or has ended.
    pub(crate) async fn all_ready(&self) {
        drop(self.waiting.lock().take());
        self.all.closed().await;
    }

    /// Notes what it received; without a readable response it received nothing.
    pub(crate) fn note(&self, outcome: &CallOutcome) {
        let succeeded = matches!(outcome, CallOutcome::Success(_));
        if succeeded || matches!(outcome, CallOutcome::Rejected(_)) {
            *self.received.lock() = Some(Received { succeeded, response: outcome.data() });
        }
    }

    /// One that ended before it sent anything keeps nobody waiting.
    pub(super) fn ended(&self) {
        drop(self.waiting.lock().take());
    }

    /// What it received; absent without a readable response.
    pub(super) fn received(&self) -> Option<Received> {
        self.received.lock().clone()
    }
}
