//! Stopping a run: no more calls of scenarios, and clean-up within a bound.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::cleanup::Journal;

/// After a stop, how long each wait of clean-up may take, and how long clean-up steps and calls that are running may go on.
pub(crate) const ONE_WAIT: Duration = Duration::from_secs(5);
/// After a stop, how long the clean-up of scenarios may take.
pub(crate) const OF_SCENARIOS: Duration = Duration::from_secs(20);
/// After a stop, how long the clean-up of the fixtures of the run may take, which follows that of the scenarios.
pub(crate) const OF_FIXTURES: Duration = Duration::from_secs(30);

/// Stops a run, from any thread. Clones stop the same run.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    token: CancellationToken,
    at: OnceLock<Instant>,
    journal: OnceLock<Arc<Journal>>,
}

impl Stop {
    /// Nothing is stopped yet.
    pub fn new() -> Self {
        Stop::default()
    }

    /// Stops the run: scenarios send nothing more, what was created is deleted, and clean-up waits only seconds.
    pub fn cancel(&self) {
        self.0.at.get_or_init(Instant::now);
        self.0.token.cancel();
    }

    /// Whether the run was stopped.
    pub fn is_cancelled(&self) -> bool {
        self.0.token.is_cancelled()
    }

    /// Returns once the run was stopped.
    pub async fn cancelled(&self) {
        self.0.token.cancelled().await;
    }

    /// How many resources of the run may exist, as far as its journal knows.
    pub fn open_resources(&self) -> usize {
        self.0.journal.get().map_or(0, |journal| journal.open_resources())
    }

    /// Counts the resources of this journal.
    pub(crate) fn count_in(&self, journal: Arc<Journal>) {
        // A run has one journal.
        let _ = self.0.journal.set(journal);
    }

    /// A deadline, or `allowance` after the stop if that is earlier.
    pub(crate) fn deadline(&self, deadline: Instant, allowance: Duration) -> Instant {
        self.0.at.get().map_or(deadline, |at| deadline.min(*at + allowance))
    }

    /// The deadline of a wait that began then; after a stop it has [`ONE_WAIT`] left at most.
    pub(crate) fn wait_deadline(&self, began: Instant, deadline: Instant) -> Instant {
        self.0.at.get().map_or(deadline, |at| deadline.min(began.max(*at) + ONE_WAIT))
    }

    /// Works to the end, or until `allowance` after a stop: then `None`.
    pub(crate) async fn bounded<T>(&self, allowance: Duration, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            // What is over is not begun.
            biased;
            () = self.over(allowance) => None,
            done = work => Some(done),
        }
    }

    async fn over(&self, allowance: Duration) {
        self.cancelled().await;
        if let Some(at) = self.0.at.get() {
            tokio::time::sleep_until(*at + allowance).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn deadlines_are_shortened_by_a_stop_alone() {
        let stop = Stop::new();
        let began = Instant::now();
        let deadline = began + Duration::from_secs(180);
        assert_eq!((stop.deadline(deadline, OF_SCENARIOS), stop.wait_deadline(began, deadline)), (deadline, deadline));
        stop.cancel();
        let stopped = stop.deadline(deadline, Duration::ZERO);
        assert!(stopped >= began && stopped <= Instant::now());
        assert_eq!(
            stop.wait_deadline(began, deadline),
            stopped + ONE_WAIT,
            "one that went on has as long as a new one"
        );
        let later = stopped + Duration::from_secs(10);
        assert_eq!(stop.wait_deadline(later, deadline), later + ONE_WAIT);
        stop.cancel();
        assert_eq!(stop.deadline(deadline, Duration::ZERO), stopped, "a second stop changes nothing");
        assert_eq!(stop.wait_deadline(later, began), began, "nothing is prolonged");
    }

    #[tokio::test]
    async fn work_is_bounded_after_a_stop_and_not_begun_when_that_is_over() {
        let stop = Stop::new();
        assert_eq!(stop.bounded(Duration::ZERO, tokio::task::yield_now()).await, Some(()));
        stop.cancel();
        assert_eq!(stop.bounded(Duration::ZERO, std::future::pending::<()>()).await, None);
        let mut begun = false;
        assert_eq!(stop.bounded(Duration::ZERO, async { begun = true }).await, None);
        assert!(!begun);
    }
}
