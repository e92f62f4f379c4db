//! The attempts of one call, kept while it runs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use record::Exchange;

/// The attempts of one call so far. Clones share them: who gives up on a call still has what went over the
/// wire, the attempt under way included.
#[derive(Debug, Clone, Default)]
pub struct Attempts(Arc<Mutex<Vec<Exchange>>>);

impl Attempts {
    /// What was attempted so far, in order; it is not kept here any longer.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.lock())
    }

    pub(crate) fn push(&self, exchange: Exchange) {
        self.lock().push(exchange);
    }

    /// Looks at the last attempt.
    pub(crate) fn last<T>(&self, look: impl FnOnce(&Exchange) -> T) -> Option<T> {
        self.lock().last().map(look)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        // A list of finished attempts is whole whatever its holder was doing when it panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
