//! Evidence for members of responses.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use crate::api_version::Contract;
use crate::tables::evidence::recorded::{MemberCount, RecordedPlaces};
use crate::tables::evidence::support::Evidence;
use crate::tables::load::load;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sources: IndexMap<String, String>,
    operations: IndexMap<String, IndexMap<String, String>>,
}

static TABLE: LazyLock<File> = LazyLock::new(|| load(include_str!("../../data/evidence-members.yaml")));

/// What is known of the member at `path` (`Vpcs[].VpcId`) of responses of `operation`: in how many places of recorded
/// responses and of AWS's worked examples it is there.
pub fn member_evidence(operation: &str, path: &str) -> Evidence {
    let row = TABLE.operations.get(operation).and_then(|members| members.get(path));
    let recorded = row.map(|row| recorded(row).expect("tests/it/evidence.rs reads every row"));
    let example = example(operation, path);
    Evidence { recorded, example: (example.places > 0).then_some(example), ..Evidence::default() }
}

/// Operation and path of every member that was recorded.
pub(super) fn recorded_members() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .operations
        .iter()
        .flat_map(|(operation, members)| members.keys().map(move |path| (operation.as_str(), path.as_str())))
}

/// `917/917 896/896 2024 custodian,manageiq`.
fn recorded(row: &str) -> Option<RecordedPlaces> {
    let mut words = row.split(' ');
    let mut count = || {
        let (present, places) = words.next()?.split_once('/')?;
        Some(MemberCount { present: present.parse().ok()?, places: places.parse().ok()? })
    };
    let (all, since_2019) = (count()?, count()?);
    let newest: u16 = words.next()?.parse().ok()?;
    let sources: Vec<String> = words.next().into_iter().flat_map(|names| names.split(',')).map(str::to_owned).collect();
    let known = sources.iter().all(|name| TABLE.sources.contains_key(name));
    known.then_some(RecordedPlaces { all, since_2019, newest: (newest > 0).then_some(newest), sources })
}

/// The places of AWS's worked examples.
fn example(operation: &str, path: &str) -> MemberCount {
    let mut count = MemberCount::default();
    // Some examples have an empty response in place of none.
    let outputs = Contract::embedded().examples(operation).iter().filter_map(|example| example.output.as_ref());
    for output in outputs.filter(|output| output.as_object().is_some_and(|members| !members.is_empty())) {
        add(output, path, &mut count);
    }
    count
}

fn add(value: &Value, path: &str, count: &mut MemberCount) {
    match path.split_once('.') {
        None if value.is_object() => {
            count.places += 1;
            count.present += u32::from(value.get(path.trim_end_matches("[]")).is_some());
        }
        None => {}
        Some((first, rest)) => match value.get(first.trim_end_matches("[]")) {
            Some(Value::Array(items)) => items.iter().for_each(|item| add(item, rest, count)),
            Some(member) => add(member, rest, count),
            None => {}
        },
    }
}
