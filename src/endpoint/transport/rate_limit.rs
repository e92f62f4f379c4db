//! The rate limit of an endpoint: requests in flight, requests per second, and slowing down when it throttles.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Jitter, Quota, RateLimiter};
use parking_lot::Mutex;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

use crate::profile::RateLimit;
use crate::transport::buckets::ActionBuckets;

/// The gap between requests after the first throttled one, where the profile sets no rate.
const FIRST_GAP: Duration = Duration::from_millis(100);
/// The largest gap between requests.
const LONGEST_GAP: Duration = Duration::from_secs(4);
/// A gap below this is dropped.
const SHORTEST_GAP: Duration = Duration::from_millis(5);
/// Throttled requests within this time of one another count as one: they belong to the same burst.
const BURST: Duration = Duration::from_millis(500);

/// Limits all requests of one endpoint.
#[derive(Debug)]
pub(crate) struct RequestLimiter {
    permits: Semaphore,
    rate: Option<DefaultDirectRateLimiter>,
    /// Those of AWS, on Amazon's own service.
    buckets: Option<ActionBuckets>,
    first_gap: Duration,
    backoff: Mutex<Backoff>,
}

/// The gap between requests because the endpoint throttles.
#[derive(Debug)]
struct Backoff {
    gap: Duration,
    /// When the next request may go, while there is a gap.
    next: Instant,
    throttled: Option<Instant>,
}

impl RequestLimiter {
    /// `is_aws`: no action gets more requests than the bucket allows that AWS documents for it.
    pub(crate) fn new(limits: &RateLimit, is_aws: bool) -> Self {
        let quota = limits.requests_per_second.filter(|rate| *rate > 0.0).and_then(|rate| {
            let burst = NonZeroU32::new(rate.ceil() as u32).unwrap_or(NonZeroU32::MIN);
            Quota::with_period(Duration::from_secs_f64(1.0 / rate)).map(|quota| quota.allow_burst(burst))
        });
        let first_gap =
            limits.requests_per_second.map_or(FIRST_GAP, |rate| Duration::from_secs_f64(2.0 / rate)).min(LONGEST_GAP);
        RequestLimiter {
            permits: Semaphore::new(limits.in_flight.max(1)),
            rate: quota.map(RateLimiter::direct),
            buckets: is_aws.then(ActionBuckets::default),
            first_gap,
            backoff: Mutex::new(Backoff { gap: Duration::ZERO, next: Instant::now(), throttled: None }),
        }
    }

    /// Waits until the next request may be sent, one of this action. It is in flight until the permit is dropped.
    pub(crate) async fn acquire(&self, action: Option<&str>) -> SemaphorePermit<'_> {
        if let (Some(buckets), Some(action)) = (&self.buckets, action) {
            buckets.take(action).await;
        }
        let permit = self.permits.acquire().await.expect("the semaphore is never closed");
        if let Some(rate) = &self.rate {
            rate.until_ready_with_jitter(Jitter::up_to(Duration::from_millis(10))).await;
        }
        if let Some(at) = self.slot() {
            tokio::time::sleep_until(at).await;
        }
        permit
    }

    fn slot(&self) -> Option<Instant> {
        let mut backoff = self.backoff.lock();
        if backoff.gap.is_zero() {
            return None;
        }
        let at = backoff.next.max(Instant::now());
        backoff.next = at + backoff.gap;
        Some(at)
    }

    /// The endpoint throttled a request: halves the rate.
    pub(crate) fn slow_down(&self) {
        self.slow_down_at(Instant::now());
    }

    fn slow_down_at(&self, now: Instant) {
        let mut backoff = self.backoff.lock();
        if backoff.throttled.is_some_and(|at| now < at + BURST) {
            return;
        }
        backoff.throttled = Some(now);
        backoff.gap = if backoff.gap.is_zero() { self.first_gap } else { (backoff.gap * 2).min(LONGEST_GAP) };
        backoff.next = now + backoff.gap;
    }

    /// The endpoint responded without throttling: raises the rate a little.
    pub(crate) fn speed_up(&self) {
        let mut backoff = self.backoff.lock();
        if !backoff.gap.is_zero() {
            let gap = backoff.gap.mul_f64(0.95);
            backoff.gap = if gap < SHORTEST_GAP { Duration::ZERO } else { gap };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(requests_per_second: Option<f64>) -> RequestLimiter {
        let limits = RateLimit { requests_per_second, in_flight: 4, scenarios: 4, spare_scenarios: 0 };
        RequestLimiter::new(&limits, false)
    }

    #[test]
    fn each_throttled_burst_halves_the_rate_and_responses_restore_it() {
        let limiter = limiter(None);
        assert_eq!(limiter.slot(), None, "there is no gap before the endpoint throttles");
        let now = Instant::now();
        limiter.slow_down_at(now);
        limiter.slow_down_at(now + BURST / 2);
        assert_eq!(limiter.backoff.lock().gap, FIRST_GAP, "throttled requests of one burst count once");
        limiter.slow_down_at(now + BURST);
        assert_eq!(limiter.backoff.lock().gap, FIRST_GAP * 2);
        let slots: Vec<Instant> = (0..3).filter_map(|_| limiter.slot()).collect();
        assert_eq!(slots[0], now + BURST + FIRST_GAP * 2);
        assert!(slots.windows(2).all(|two| two[1] == two[0] + FIRST_GAP * 2), "{slots:?}");
        for _ in 0..200 {
            limiter.speed_up();
        }
        assert_eq!(limiter.backoff.lock().gap, Duration::ZERO);
    }

    #[test]
    fn the_gap_has_a_maximum() {
        let limiter = limiter(Some(1.0));
        let now = Instant::now();
        for burst in 0..20 {
            limiter.slow_down_at(now + BURST * burst);
        }
        assert_eq!(limiter.backoff.lock().gap, LONGEST_GAP);
    }
}
