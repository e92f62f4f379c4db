//! The pauses between the calls of one wait.

use std::time::Duration;

use tokio::time::Instant;

/// The first pause. AWS's waiters begin with their full delay, 15 seconds for most; with a cloud that is done sooner,
/// that would only cost time.
const FIRST: Duration = Duration::from_millis(150);
/// The factor from one pause to the next.
const GROWTH: f64 = 1.5;

/// Pauses between polls: short at first, growing to a maximum, never past a deadline, with jitter so that scenarios that
/// began together do not call together.
#[derive(Debug)]
pub(crate) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    /// Pauses of at most `longest`.
    pub(crate) fn new(longest: Duration) -> Self {
        Pauses { next: FIRST.min(longest), longest }
    }

    /// Waits until the next call is due, at `deadline` at the latest; `false` once that has passed.
    pub(crate) async fn pause(&mut self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        tokio::time::sleep(self.next.mul_f64(0.75 + 0.5 * fastrand::f64()).min(left)).await;
        self.next = self.next.mul_f64(GROWTH).min(self.longest);
        true
    }
}
