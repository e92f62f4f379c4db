//! What the consumer of a run's entries found: the engine judges nothing, and goes by this where it must.

use std::collections::HashSet;
use std::sync::Arc;

use parking_lot::Mutex;
use record::ScenarioKey;

/// What the consumer of a run's entries found in them. Clones share it.
///
/// The consumer notes what a scenario's end shows before it takes the next entry.
#[derive(Debug, Clone, Default)]
pub struct Feedback(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    failed: HashSet<ScenarioKey>,
    fails_run: Option<ScenarioKey>,
}

impl Feedback {
    /// Nothing was found yet.
    pub fn new() -> Self {
        Feedback::default()
    }

    /// Notes an attempt that failed: `retry_failed` runs its scenario again.
    pub fn failed(&self, key: ScenarioKey) {
        self.0.lock().failed.insert(key);
    }

    /// Notes an attempt that fails the run: with `fail_fast` no scenario begins after it.
    pub fn fails_run(&self, key: ScenarioKey) {
        self.0.lock().fails_run.get_or_insert(key);
    }

    /// Whether an attempt failed.
    pub(crate) fn has_failed(&self, key: &ScenarioKey) -> bool {
        self.0.lock().failed.contains(key)
    }

    /// The first attempt that fails the run.
    pub(crate) fn first_failure(&self) -> Option<ScenarioKey> {
        self.0.lock().fails_run.clone()
    }
}
