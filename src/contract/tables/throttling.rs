//! How many requests of each action AWS accepts (`data/throttling.json`), and which responses ask for a lower rate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::tables::load::load;

/// Error codes by which EC2 rejects requests that come too fast.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
const CODES: [&str; 4] = ["RequestLimitExceeded", "Throttling", "EC2ThrottledException", "SlowDown"];
/// How much of a body is searched, in bytes. Errors are short: a body with the code further on is not one.
const SEARCHED: usize = 4096;

/// The token bucket of an action, of one account in one region: it holds `capacity` requests at most, and `refill` a second are
/// added (<https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>).
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenBucket {
    /// Requests that it holds at most.
    pub capacity: u32,
    /// Requests per second that are added.
    pub refill: f64,
}

#[derive(Deserialize)]
struct File {
    /// Of actions that begin with one of these words.
    non_mutating: Beginnings,
    /// Of requests to these actions that name nothing and have no filter.
    unfiltered: Actions,
    mutating: TokenBucket,
    resource_intensive: Actions,
    uncategorized: BTreeMap<String, TokenBucket>,
}

#[derive(Deserialize)]
struct Beginnings {
    begins: Vec<String>,
    capacity: u32,
    refill: f64,
}

#[derive(Deserialize)]
struct Actions {
    actions: BTreeSet<String>,
    capacity: u32,
    refill: f64,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/throttling.json")));

/// The token bucket of an action. Where it depends on the request, the smaller one.
pub fn token_bucket(action: &str) -> TokenBucket {
    let table = &*TABLE;
    if let Some(bucket) = table.uncategorized.get(action) {
        return *bucket;
    }
    let listed = [&table.unfiltered, &table.resource_intensive].into_iter().find(|one| one.actions.contains(action));
    if let Some(Actions { capacity, refill, .. }) = listed {
        return TokenBucket { capacity: *capacity, refill: *refill };
    }
    let Beginnings { begins, capacity, refill } = &table.non_mutating;
    if begins.iter().any(|beginning| action.starts_with(beginning.as_str())) {
        return TokenBucket { capacity: *capacity, refill: *refill };
    }
    table.mutating
}

/// Whether a response rejects a request because of the rate.
pub fn is_throttled(status: u16, body: &[u8]) -> bool {
    if status == 429 {
        return true;
    }
    let text = String::from_utf8_lossy(&body[..body.len().min(SEARCHED)]);
    status >= 400 && CODES.iter().any(|code| text.contains(&format!("<Code>{code}</Code>")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_has_the_bucket_that_aws_documents() {
        let bucket = |action: &str| {
            let TokenBucket { capacity, refill } = token_bucket(action);
            (capacity, refill)
        };
        assert_eq!(bucket("DescribeVpcs"), (100, 20.0));
        assert_eq!(bucket("DescribeInstances"), (50, 10.0), "without a filter");
        assert_eq!(bucket("CreateVpc"), (50, 5.0));
        assert_eq!(bucket("RunInstances"), (5, 2.0));
        assert_eq!(bucket("CreateDefaultVpc"), (1, 1.0));
    }

    #[test]
    fn every_action_exists() {
        let table = &*TABLE;
        let named = table.unfiltered.actions.iter().chain(&table.resource_intensive.actions);
        for action in named.chain(table.uncategorized.keys()) {
            // EC2-Classic is gone from the model, and not from the page.
            let is_gone =
                matches!(action.as_str(), "MoveAddressToVpc" | "RestoreAddressToClassic" | "DescribeMovingAddresses");
            assert!(is_gone || crate::Contract::embedded().operation(action).is_some(), "{action}");
        }
    }
}
