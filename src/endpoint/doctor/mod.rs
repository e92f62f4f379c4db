//! Is an endpoint fit to be tested? Questions that change nothing, and what to do about the answers.

mod account;
mod check;
mod local;
mod reach;

pub use check::{Check, CheckStatus};

use crate::connect::Endpoint;

/// Looks at an endpoint from all sides. Nothing is created.
pub async fn probe(endpoint: &Endpoint) -> Vec<Check> {
    let mut checks = local::checks(endpoint.profile());
    let (reachable, clock) = reach::checks(endpoint).await;
    let answers = reachable.status != CheckStatus::Fail;
    checks.extend([reachable, clock]);
    if answers {
        checks.extend(account::checks(endpoint).await);
    } else {
        checks.push(account::credentials_at_hand(endpoint).await);
        let names = ["api version", "image", "instance type", "quotas", "vpcs"];
        checks.extend(names.map(|name| Check::skipped(name, "the endpoint cannot be reached")));
    }
    checks
}
