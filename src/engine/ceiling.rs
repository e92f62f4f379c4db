//! The most resources of a run that have a price at once, whatever scenarios expect of their calls.

use std::collections::HashMap;

use contract::tables::{self, BILLABLE};
use endpoint::Profile;
use parking_lot::Mutex;
use record::Shard;
use serde_json::Value;

/// Holds creating calls below `quotas.billable`. The schedule sees to it that what is expected to succeed fits; this one
/// counts what is sent, so that a call does not pass the ceiling that was to be refused and is not.
#[derive(Debug, Default)]
pub(crate) struct Ceiling {
    limit: Option<u64>,
    /// The number of a creation -> the resources of it that may exist.
    open: Mutex<HashMap<u64, u64>>,
}

impl Ceiling {
    /// That of a profile; of one of several shards, its share.
    pub(crate) fn new(profile: &Profile, shard: Option<Shard>) -> Self {
        let limit = profile.quotas.get(BILLABLE).map(|limit| shard.map_or(*limit, |shard| shard.share(*limit)));
        Ceiling { limit, open: Mutex::default() }
    }

    /// Takes what a call may create, until [`free`](Self::free).
    ///
    /// # Errors
    /// It would pass the ceiling: what stands against it, as the end of a sentence.
    pub(crate) fn take(&self, n: u64, operation: &str, request: &Value) -> Result<(), String> {
        let Some(limit) = self.limit else { return Ok(()) };
        let amount = tables::quota(BILLABLE).map_or(0, |quota| quota.taken(operation, request));
        let mut open = self.open.lock();
        let existing: u64 = open.values().sum();
        if amount > 0 && existing.saturating_add(amount) > limit {
            return Err(format!(
                "{limit} resources that have a price are allowed at once, {existing} exist, and {operation} creates {amount}"
            ));
        }
        open.insert(n, amount);
        Ok(())
    }

    /// Counts what `lost` earlier attempts of a call may have created besides the last one: their responses were lost.
    pub(crate) fn count_lost(&self, n: u64, lost: u64) {
        let mut open = self.open.lock();
        open.entry(n).and_modify(|amount| *amount = amount.saturating_mul(lost.saturating_add(1)));
    }

    /// Nothing of the creation exists any more.
    pub(crate) fn free(&self, n: u64) {
        self.open.lock().remove(&n);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_a_price_counts_until_it_is_gone() {
        let ceiling = Ceiling { limit: Some(3), open: Mutex::default() };
        // An instance and its root volume.
        assert_eq!(ceiling.take(1, "RunInstances", &json!({"MaxCount": 1})), Ok(()));
        assert_eq!(ceiling.take(2, "CreateVpc", &json!({})), Ok(()));
        assert!(ceiling.take(3, "RunInstances", &json!({})).is_err_and(|reason| reason.contains("3 resources")));
        assert_eq!(ceiling.take(4, "CreateVolume", &json!({"Size": 1})), Ok(()));
        assert!(ceiling.take(5, "CreateVolume", &json!({"Size": 1})).is_err());
        ceiling.free(1);
        ceiling.count_lost(4, 2);
        assert!(ceiling.take(6, "CreateVolume", &json!({"Size": 1})).is_err(), "three attempts may have made one each");
        ceiling.free(4);
        assert_eq!(ceiling.take(6, "CreateVolume", &json!({"Size": 1})), Ok(()));
    }
}
