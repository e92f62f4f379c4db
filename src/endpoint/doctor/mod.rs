//! The doctor: checks that an endpoint can be tested, without creating anything.

mod account;
mod call;
mod check;
mod local;
mod reach;
mod survey;

pub use account::DOCTOR_ACTIONS;
pub use check::{CheckStatus, DoctorCheck};
pub use survey::{FactValue, FoundFact, Survey, survey};

use crate::connect::Endpoint;

/// Checks an endpoint: settings, reachability, clock, credentials, API version, facts, quotas. Creates nothing.
pub async fn probe(endpoint: &Endpoint) -> Vec<DoctorCheck> {
    let mut checks = local::checks(endpoint.profile());
    let (reachable, clock) = reach::checks(endpoint).await;
    let is_reachable = reachable.status != CheckStatus::Fail;
    checks.extend([reachable, clock]);
    if is_reachable {
        checks.extend(account::checks(endpoint).await);
    } else {
        checks.push(account::credentials_exist(endpoint).await);
        let names = ["api version", "image", "instance type", "quotas", "vpcs"];
        checks.extend(names.map(|name| DoctorCheck::skipped(name, "the endpoint cannot be reached")));
    }
    checks
}
