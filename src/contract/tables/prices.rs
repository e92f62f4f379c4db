//! Which kinds of resources have a price on Amazon's own service: `data/prices.yaml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::tables::lifecycle::lifecycle;
use crate::tables::load::load;

/// The price of some kinds of resources.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// By what it is counted.
    pub price: PriceBasis,
    /// The kinds, as [`Lifecycle::kind`](crate::tables::Lifecycle::kind).
    kinds: Vec<String>,
    /// What decides about the price, for people.
    #[serde(default)]
    pub note: Option<String>,
    /// The page of AWS that lists the price, or would list it.
    pub source: String,
}

/// By what a price is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum PriceBasis {
    /// By the time that it exists or runs.
    #[strum(to_string = "by the hour")]
    Hour,
    /// By the storage that it takes, and for how long.
    #[strum(to_string = "by the GiB-month")]
    GibMonth,
    /// Once for each.
    #[strum(to_string = "for each")]
    Request,
    /// By how it is used, or for what comes with it.
    #[strum(to_string = "depends")]
    Depends,
    /// AWS's price page lists no price for it.
    #[strum(to_string = "free")]
    Free,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    prices: Vec<Price>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../data/prices.yaml")));
static BY_KIND: LazyLock<HashMap<&'static str, &'static Price>> = LazyLock::new(|| {
    TABLE.prices.iter().flat_map(|row| row.kinds.iter().map(move |kind| (kind.as_str(), row))).collect()
});

/// The price of a kind of resource; absent where the table does not have the kind.
pub fn price(kind: &str) -> Option<&'static Price> {
    BY_KIND.get(kind).copied()
}

/// Whether what an action creates has a price, or may have one.
pub fn is_billable(action: &str) -> bool {
    lifecycle(action).is_some_and(|row| price(&row.kind).is_none_or(|price| price.price != PriceBasis::Free))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tables::lifecycles;

    #[test]
    fn every_kind_has_one_price_with_a_page_of_aws() {
        let kinds: BTreeSet<&str> = lifecycles().map(|row| row.kind.as_str()).collect();
        let priced: Vec<&str> = TABLE.prices.iter().flat_map(|row| &row.kinds).map(String::as_str).collect();
        assert_eq!(priced.len(), BY_KIND.len(), "a kind has two rows");
        assert_eq!(priced.into_iter().collect::<BTreeSet<_>>(), kinds);
        for row in &TABLE.prices {
            let is_of_aws = ["https://aws.amazon.com/", "https://docs.aws.amazon.com/"];
            assert!(is_of_aws.iter().any(|start| row.source.starts_with(start)), "{row:?}");
            assert_eq!(row.note.is_none(), row.price == PriceBasis::Free, "{row:?}");
        }
    }

    #[test]
    fn a_table_has_no_amounts() {
        let amounts = include_str!("../data/prices.yaml").lines().filter(|line| line.contains(['$', '€']));
        assert_eq!(amounts.count(), 0, "amounts go stale");
    }

    #[test]
    fn instances_volumes_and_addresses_have_a_price_and_networks_have_none() {
        for action in
            ["RunInstances", "CreateVolume", "CreateSnapshot", "AllocateAddress", "CreateNatGateway", "CreateImage"]
        {
            assert!(is_billable(action), "{action}");
        }
        for action in
            ["CreateVpc", "CreateSubnet", "CreateSecurityGroup", "CreateKeyPair", "DescribeVpcs", "CreateTags"]
        {
            assert!(!is_billable(action), "{action}");
        }
    }
}
