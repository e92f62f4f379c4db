//! The queue between a run and the thread that writes its entries, bounded in bytes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use crate::{Entry, Exchange};

/// Bytes that may wait to be written before the run waits too.
const ROOM: usize = 64 * 1024 * 1024;
/// Estimated bytes of an entry without its bodies.
const ENTRY: usize = 2 * 1024;

/// The result of [`Queue::take`].
#[derive(Debug)]
pub(crate) enum Taken {
    Entry(Arc<Entry>),
    /// No entry was added before the deadline.
    Nothing,
    /// No entry will be added.
    Closed,
}

#[derive(Debug, Default)]
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    /// Signaled when there is an entry to write, or the queue was closed.
    filled: Condvar,
    /// Signaled when there is room again, or the queue was abandoned.
    emptied: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    closed: bool,
    abandoned: bool,
}

impl Queue {
    /// Adds an entry. Blocks while more than [`ROOM`] bytes wait.
    pub(crate) fn push(&self, entry: Arc<Entry>) {
        let mut waiting = self.waiting.lock();
        while waiting.bytes > ROOM && !waiting.abandoned {
            self.emptied.wait(&mut waiting);
        }
        if !waiting.abandoned {
            waiting.bytes += size(&entry);
            waiting.entries.push_back(entry);
            self.filled.notify_one();
        }
    }

    /// Takes the next entry; blocks until `deadline`, or without limit where there is none.
    pub(crate) fn take(&self, deadline: Option<Instant>) -> Taken {
        let mut waiting = self.waiting.lock();
        loop {
            if let Some(entry) = waiting.entries.pop_front() {
                waiting.bytes -= size(&entry);
                self.emptied.notify_one();
                return Taken::Entry(entry);
            }
            if waiting.closed {
                return Taken::Closed;
            }
            match deadline {
                Some(deadline) if deadline <= Instant::now() => return Taken::Nothing,
                Some(deadline) => drop(self.filled.wait_until(&mut waiting, deadline)),
                None => self.filled.wait(&mut waiting),
            }
        }
    }

    /// No entry will be added after those that wait.
    pub(crate) fn close(&self) {
        self.waiting.lock().closed = true;
        self.filled.notify_one();
    }

    /// No entry will be taken any more: those that wait and those that are added are dropped.
    pub(crate) fn abandon(&self) {
        let mut waiting = self.waiting.lock();
        waiting.abandoned = true;
        waiting.entries.clear();
        waiting.bytes = 0;
        self.emptied.notify_all();
    }
}

fn size(entry: &Entry) -> usize {
    let exchange = |exchange: &Exchange| {
        exchange.request.body.0.len() + exchange.response.as_ref().map_or(0, |response| response.body.0.len())
    };
    match entry {
        Entry::Observed { observation, .. } => ENTRY + observation.attempts.iter().map(exchange).sum::<usize>(),
        _ => ENTRY,
    }
}
