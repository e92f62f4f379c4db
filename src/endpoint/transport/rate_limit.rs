//! How fast an endpoint is asked: places, requests a second, and slowing down when it says so.

use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Jitter, Quota, RateLimiter};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

use crate::profile::Pace;

/// The pause between requests after the first complaint, where the profile names no rate.
const FIRST_GAP: Duration = Duration::from_millis(100);
/// The longest pause between requests.
const LONGEST_GAP: Duration = Duration::from_secs(4);
/// A pause below this is none.
const SHORTEST_GAP: Duration = Duration::from_millis(5);
/// Complaints within this time of one another count as one: they are about the same burst.
const BURST: Duration = Duration::from_millis(500);

/// Paces all calls of one endpoint.
#[derive(Debug)]
pub(crate) struct Pacer {
    places: Semaphore,
    rate: Option<DefaultDirectRateLimiter>,
    first_gap: Duration,
    throttle: Mutex<Throttle>,
}

/// The pause between requests that the endpoint's complaints have brought about.
#[derive(Debug)]
struct Throttle {
    gap: Duration,
    /// When the next request may go, while there is a gap.
    next: Instant,
    complained: Option<Instant>,
}

impl Pacer {
    pub(crate) fn new(pace: &Pace) -> Self {
        let quota = pace.requests_per_second.filter(|rate| *rate > 0.0).and_then(|rate| {
            let burst = NonZeroU32::new(rate.ceil() as u32).unwrap_or(NonZeroU32::MIN);
            Quota::with_period(Duration::from_secs_f64(1.0 / rate)).map(|quota| quota.allow_burst(burst))
        });
        let first_gap =
            pace.requests_per_second.map_or(FIRST_GAP, |rate| Duration::from_secs_f64(2.0 / rate)).min(LONGEST_GAP);
        Pacer {
            places: Semaphore::new(pace.in_flight.max(1)),
            rate: quota.map(RateLimiter::direct),
            first_gap,
            throttle: Mutex::new(Throttle { gap: Duration::ZERO, next: Instant::now(), complained: None }),
        }
    }

    /// Waits until the next request may go, and for one of the places of requests in flight: it is given back
    /// when the permit is dropped.
    pub(crate) async fn turn(&self) -> SemaphorePermit<'_> {
        let place = self.places.acquire().await.expect("the semaphore is never closed");
        if let Some(rate) = &self.rate {
            rate.until_ready_with_jitter(Jitter::up_to(Duration::from_millis(10))).await;
        }
        if let Some(at) = self.slot() {
            tokio::time::sleep_until(at).await;
        }
        place
    }

    fn slot(&self) -> Option<Instant> {
        let mut throttle = self.lock();
        if throttle.gap.is_zero() {
            return None;
        }
        let at = throttle.next.max(Instant::now());
        throttle.next = at + throttle.gap;
        Some(at)
    }

    /// The endpoint said that it is asked too fast: half the pace from here.
    pub(crate) fn slower(&self) {
        self.slower_at(Instant::now());
    }

    fn slower_at(&self, now: Instant) {
        let mut throttle = self.lock();
        if throttle.complained.is_some_and(|at| now < at + BURST) {
            return;
        }
        throttle.complained = Some(now);
        throttle.gap = if throttle.gap.is_zero() { self.first_gap } else { (throttle.gap * 2).min(LONGEST_GAP) };
        throttle.next = now + throttle.gap;
    }

    /// The endpoint answered and did not complain: a little faster again.
    pub(crate) fn faster(&self) {
        let mut throttle = self.lock();
        if !throttle.gap.is_zero() {
            let gap = throttle.gap.mul_f64(0.95);
            throttle.gap = if gap < SHORTEST_GAP { Duration::ZERO } else { gap };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Throttle> {
        // Every state of it is a valid one, whatever its holder was doing when it panicked.
        self.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pacer(requests_per_second: Option<f64>) -> Pacer {
        Pacer::new(&Pace { requests_per_second, in_flight: 4, scenarios: 4 })
    }

    #[test]
    fn each_complaint_halves_the_pace_and_answers_bring_it_back() {
        let pacer = pacer(None);
        assert_eq!(pacer.slot(), None, "nothing is slowed down before a complaint");
        let now = Instant::now();
        pacer.slower_at(now);
        pacer.slower_at(now + BURST / 2);
        assert_eq!(pacer.lock().gap, FIRST_GAP, "complaints of one burst count once");
        pacer.slower_at(now + BURST);
        assert_eq!(pacer.lock().gap, FIRST_GAP * 2);
        let slots: Vec<Instant> = (0..3).filter_map(|_| pacer.slot()).collect();
        assert_eq!(slots[0], now + BURST + FIRST_GAP * 2);
        assert!(slots.windows(2).all(|two| two[1] == two[0] + FIRST_GAP * 2), "{slots:?}");
        for _ in 0..200 {
            pacer.faster();
        }
        assert_eq!(pacer.lock().gap, Duration::ZERO);
    }

    #[test]
    fn the_pause_has_an_upper_end() {
        let pacer = pacer(Some(1.0));
        let now = Instant::now();
        for burst in 0..20 {
            pacer.slower_at(now + BURST * burst);
        }
        assert_eq!(pacer.lock().gap, LONGEST_GAP);
    }
}
