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
    /// The number of a creation -> what of it may exist.
    open: Mutex<HashMap<u64, Open>>,
}

/// What may exist of a creation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    /// The resources that have a price.
    amount: u64,
    /// The volumes that it adds to each instance that it is about.
    volumes: u64,
    /// The instance to which it attaches them; absent for those that a launch brings.
    instance: Option<String>,
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
        let mut open = self.open.lock();
        let new = Open::of(operation, request, &open);
        let amount = new.amount;
        let existing: u64 = open.values().map(|open| open.amount).sum();
        if amount > 0 && existing.saturating_add(amount) > limit {
            return Err(format!(
                "{limit} resources that have a price are allowed at once, {existing} exist, and {operation} creates {amount}"
            ));
        }
        open.insert(n, new);
        Ok(())
    }

    /// Counts what an earlier part of the run created and could not delete.
    pub(crate) fn exists(&self, n: u64, operation: &str, request: &Value) {
        let mut open = self.open.lock();
        let existing = Open::of(operation, request, &open);
        open.insert(n, existing);
    }

    /// Counts what `lost` earlier attempts of a call may have created besides the last one: their responses were lost.
    pub(crate) fn count_lost(&self, n: u64, lost: u64) {
        let mut open = self.open.lock();
        open.entry(n).and_modify(|open| open.amount = open.amount.saturating_mul(lost.saturating_add(1)));
    }

    /// Nothing of the creation exists any more.
    pub(crate) fn free(&self, n: u64) {
        self.open.lock().remove(&n);
    }
}

impl Open {
    /// What a call may create beside what is open.
    fn of(operation: &str, request: &Value, open: &HashMap<u64, Open>) -> Self {
        let instance = request["InstanceId"].as_str().or(request["InstanceSpecification"]["InstanceId"].as_str());
        let launched = open.values().filter(|open| open.instance.is_none()).map(|open| open.volumes).max();
        let attached = open.values().filter(|open| open.instance.is_some() && open.instance.as_deref() == instance);
        let volumes = launched.unwrap_or_default() + attached.map(|open| open.volumes).sum::<u64>();
        let amount = tables::quota(BILLABLE).map_or(0, |quota| quota.taken(operation, request, volumes));
        Open { amount, volumes: tables::added_volumes(operation, request), instance: instance.map(str::to_owned) }
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
        assert_eq!(ceiling.take(1, "RunInstances", &json!({"MaxCount": 1, "SubnetId": "s"})), Ok(()));
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
    #[test]
    fn snapshots_of_an_instance_count_for_each_of_its_volumes() {
        let ceiling = Ceiling { limit: Some(5), open: Mutex::default() };
        let all = json!({"InstanceSpecification": {"InstanceId": "i-1"}});
        assert_eq!(ceiling.take(1, "RunInstances", &json!({"SubnetId": "s"})), Ok(()));
        assert_eq!(ceiling.take(2, "CreateVolume", &json!({"Size": 1})), Ok(()));
        assert_eq!(ceiling.take(3, "AttachVolume", &json!({"VolumeId": "vol-1", "InstanceId": "i-1"})), Ok(()));
        assert_eq!(ceiling.take(4, "CreateSnapshots", &all), Ok(()), "3 exist, and 2 are created");
        assert!(ceiling.take(5, "CreateSnapshot", &json!({"VolumeId": "vol-1"})).is_err());
        ceiling.free(4);
        ceiling.free(3);
        assert_eq!(ceiling.take(6, "CreateSnapshots", &all), Ok(()), "the volume is detached");
        assert_eq!(ceiling.take(7, "CreateSnapshot", &json!({"VolumeId": "vol-1"})), Ok(()));
    }

    #[test]
    fn what_an_earlier_part_of_the_run_left_counts() {
        let ceiling = Ceiling { limit: Some(2), open: Mutex::default() };
        ceiling.exists(1, "CreateVolume", &json!({"Size": 1}));
        assert_eq!(ceiling.take(2, "CreateVolume", &json!({"Size": 1})), Ok(()));
        assert!(ceiling.take(3, "CreateVolume", &json!({"Size": 1})).is_err());
    }
}
