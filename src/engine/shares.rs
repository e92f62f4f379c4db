//! The quotas of a profile, divided among the shards of a run.

use std::sync::Arc;

use contract::tables::{self, BILLABLE};
use endpoint::Profile;
use record::Shard;
use scenario::{Scenario, Suite};

use crate::claim::QuotaClaim;

/// The profile with the share of each quota that one of several shards has.
pub(crate) fn divided(profile: &Profile, shard: Shard) -> Profile {
    let mut profile = profile.clone();
    profile.quotas.values_mut().for_each(|limit| *limit = shard.share(*limit));
    profile
}

/// Checks that the quotas of a profile can be divided among so many shards. What passes the whole quota is skipped in any
/// case, and what needs the account for itself does not run beside other shards.
///
/// # Errors
/// The share of a quota is less than what one of the scenarios takes: which, how much, and how many shards there may be.
pub fn check_shares(profile: &Profile, suite: &Suite, selected: &[Arc<Scenario>], shards: u32) -> Result<(), String> {
    if shards < 2 {
        return Ok(());
    }
    for quota in tables::quotas() {
        let Some(&limit) = profile.quotas.get(&quota.name) else { continue };
        let takes = |scenario: &Arc<Scenario>| {
            let claim = QuotaClaim::of(profile, suite, scenario, &|operation, request, volumes| {
                let amount = quota.taken(operation, request, volumes);
                (amount > 0).then_some((quota.name.as_str(), amount)).into_iter().collect()
            });
            claim.whole().values().sum::<u64>()
        };
        let together = selected.iter().filter(|scenario| !scenario.stands_alone());
        let claims = together.map(|scenario| (takes(scenario), scenario)).filter(|(amount, _)| *amount <= limit);
        let Some((largest, scenario)) = claims.max_by_key(|(amount, _)| *amount) else { continue };
        let share = limit / u64::from(shards);
        if share < largest {
            let name = &quota.name;
            let what = if name == BILLABLE { "--allow-billable".to_owned() } else { format!("`quotas.{name}`") };
            return Err(format!(
                "{what} is {limit} for the whole run, {share} for each of {shards} shards, and {} alone takes {largest}: \
                 use {} shards at most, or a quota of at least {}",
                scenario.id,
                limit / largest,
                largest * u64::from(shards),
            ));
        }
    }
    Ok(())
}
