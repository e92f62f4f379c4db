//! The attempts of one call, shared while it runs.

use std::sync::Arc;

use parking_lot::Mutex;
use record::Exchange;

/// The attempts of one call so far. Clones share them: a caller that stops waiting for a call still has its requests
/// and responses, those of the attempt under way included.
#[derive(Debug, Clone, Default)]
pub struct Attempts(Arc<Mutex<Vec<Exchange>>>);

impl Attempts {
    /// Removes and returns the attempts so far, in order.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.0.lock())
    }

    pub(crate) fn push(&self, exchange: Exchange) {
        self.0.lock().push(exchange);
    }

    /// Applies `look` to the last attempt.
    pub(crate) fn last<T>(&self, look: impl FnOnce(&Exchange) -> T) -> Option<T> {
        self.0.lock().last().map(look)
    }
}
