//! The token buckets of AWS, one for each action.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use contract::tables::{self, TokenBucket};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use parking_lot::Mutex;

/// Holds the requests of each action to what AWS accepts from one account, by [`tables::token_bucket`]. Others may use the same
/// account: a tenth of each bucket stays for them.
#[derive(Debug, Default)]
pub(crate) struct ActionBuckets(Mutex<HashMap<String, Arc<DefaultDirectRateLimiter>>>);

/// The part of a bucket, and of its refill rate, that is used.
const USED: f64 = 0.9;

impl ActionBuckets {
    /// Waits for a token of the action's bucket, and takes it.
    pub(crate) async fn take(&self, action: &str) {
        self.of(action).until_ready().await;
    }

    fn of(&self, action: &str) -> Arc<DefaultDirectRateLimiter> {
        let mut buckets = self.0.lock();
        if let Some(bucket) = buckets.get(action) {
            return bucket.clone();
        }
        let bucket = Arc::new(RateLimiter::direct(quota(tables::token_bucket(action))));
        buckets.insert(action.to_owned(), bucket.clone());
        bucket
    }
}

/// The part of a bucket that is used; of the smallest ones one token.
fn quota(TokenBucket { capacity, refill }: TokenBucket) -> Quota {
    let burst = NonZeroU32::new((f64::from(capacity) * USED) as u32).unwrap_or(NonZeroU32::MIN);
    let period = Duration::from_secs_f64(1.0 / (refill * USED));
    Quota::with_period(period).map_or_else(|| Quota::per_second(NonZeroU32::MIN), |quota| quota.allow_burst(burst))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_has_a_bucket_of_its_own_that_is_never_emptied() {
        let buckets = ActionBuckets::default();
        let at_once = |action: &str| (0..200).take_while(|_| buckets.of(action).check().is_ok()).count();
        assert_eq!(at_once("RunInstances"), 4, "of 5");
        assert_eq!(at_once("CreateVpc"), 45, "of 50");
        assert_eq!(at_once("DescribeVpcs"), 90, "of 100");
        assert_eq!(at_once("CreateDefaultVpc"), 1, "of 1");
        assert_eq!(at_once("RunInstances"), 0);
    }

    #[test]
    fn a_token_comes_back_at_the_rate_of_the_action() {
        let period = |action: &str| quota(tables::token_bucket(action)).replenish_interval();
        assert!(period("RunInstances") > Duration::from_millis(500), "2 a second");
        assert!(period("CreateVpcEndpoint") > Duration::from_secs(3), "0.3 a second");
        assert!(period("DescribeVpcs") < Duration::from_millis(60), "20 a second");
    }
}
