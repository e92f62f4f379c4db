//! Evidence for the prefixes of ids.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use crate::api_version::Contract;
use crate::tables::evidence::support::Evidence;
use crate::tables::evidence::witness::{Strength, Witness, witness};
use crate::tables::prefixes::{IdPrefix, id_prefix};

/// Where AWS's worked examples are.
const EXAMPLES: &str = "https://github.com/boto/botocore/blob/develop/botocore/data/ec2/2016-11-15/examples-1.json";

impl IdPrefix {
    /// What supports that AWS uses the prefix, which this row is about: AWS's worked examples, or observations.
    pub fn evidence(&self, prefix: &str) -> Evidence {
        let in_examples = example_prefixes().contains(prefix);
        let examples = in_examples.then(|| Witness {
            action: "*".to_owned(),
            strength: Strength::Example,
            year: None,
            count: 1,
            source: EXAMPLES.to_owned(),
        });
        let seen = self.seen.iter().map(|row| witness(row).expect("tests/it/evidence.rs reads every row"));
        Evidence { witnesses: examples.into_iter().chain(seen).collect(), ..Evidence::default() }
    }
}

/// The prefixes of the ids in AWS's worked examples, or of what they stand for.
fn example_prefixes() -> &'static BTreeSet<String> {
    static PREFIXES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let contract = Contract::embedded();
        let examples = contract.operations().flat_map(|operation| contract.examples(&operation.name));
        let mut found = BTreeSet::new();
        for example in examples {
            prefixes_in(&example.input, &mut found);
            example.output.iter().for_each(|output| prefixes_in(output, &mut found));
        }
        found
    });
    &PREFIXES
}

fn prefixes_in(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => found.extend(id_prefix(text).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| prefixes_in(item, found)),
        Value::Object(members) => members.values().for_each(|member| prefixes_in(member, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
