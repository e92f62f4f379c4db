//! A run is split among shards the same way everywhere, evenly, and without loss.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use contract::Contract;
use located::Source;
use record::ScenarioId;
use scenario::{Durations, Scenario, Split, Suite, SuiteRoot};

fn suite(version: &str) -> Suite {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("suite.yaml"), format!("name: test\nversion: '{version}'\n")).unwrap();
    fs::create_dir(folder.path().join("vpc")).unwrap();
    let head = "about: A.\nsource: https://docs.aws.amazon.com/a\n";
    for n in 0..20 {
        let text = format!("{head}steps: [DescribeVpcs: {{}}]\n");
        fs::write(folder.path().join(format!("vpc/plain-{n:02}.yaml")), text).unwrap();
    }
    let cases = "cases: { one: { name: a }, two: { name: b }, three: { name: c } }\n";
    let text = format!("{head}{cases}steps: [DescribeKeyPairs: {{ KeyNames: ['${{name}}'] }}]\n");
    fs::write(folder.path().join("vpc/cases.yaml"), text).unwrap();
    fs::write(folder.path().join("vpc/alone.yaml"), format!("{head}tags: [alone]\nsteps: [DescribeVpcs: {{}}]\n"))
        .unwrap();
    Suite::load(folder.path(), Contract::embedded()).unwrap_or_else(|found| panic!("{found}"))
}

fn durations(text: &str) -> Durations {
    Durations::read(&Source::new("durations.yaml", text)).unwrap_or_else(|found| panic!("{found:?}"))
}

/// The scenario `plain-N` takes N + 1 seconds.
fn measured() -> Durations {
    let plain: String = (0..20).map(|n| format!("  vpc/plain-{n:02}: {}000\n", n + 1)).collect();
    durations(&format!("default: 10\ngenerated: 10\nscenarios:\n{plain}  'vpc/cases[one]': 9000\n"))
}

fn ids(part: &[Arc<Scenario>]) -> Vec<String> {
    part.iter().map(|scenario| scenario.id.to_string()).collect()
}

fn all_ids(split: &Split) -> Vec<Vec<String>> {
    split.shards.iter().map(|part| ids(part)).collect()
}

#[test]
fn each_scenario_is_in_one_shard_in_the_order_of_the_selection() {
    let suite = suite("1");
    for shards in [1, 2, 3, 8, 40] {
        let split = suite.split(&suite.scenarios, shards, &measured());
        assert_eq!(split.shards.len(), shards as usize);
        let mut all = all_ids(&split).concat();
        for part in all_ids(&split) {
            assert!(part.is_sorted(), "{part:?}");
        }
        all.sort();
        assert_eq!(all, ids(&suite.scenarios));
    }
}

#[test]
fn the_shards_take_about_the_same_time_and_cases_stay_together() {
    let suite = suite("1");
    let split = suite.split(&suite.scenarios, 4, &measured());
    let (most, least) = (split.expected_ms.iter().max().unwrap(), split.expected_ms.iter().min().unwrap());
    // 20 scenarios of 1 to 20 s, and 9.02 s of cases; one that stands alone is skipped.
    assert_eq!(split.expected_ms.iter().sum::<u64>(), 219_020);
    assert!(most - least <= 2_000, "{:?}", split.expected_ms);
    let mut of_case = BTreeMap::new();
    for (number, part) in all_ids(&split).iter().enumerate() {
        for id in part {
            assert_eq!(*of_case.entry(ScenarioId::stem(id).to_owned()).or_insert(number), number, "{id}");
        }
    }
}

#[test]
fn the_same_in_gives_the_same_out_and_anything_else_another_digest() {
    let suite = suite("1");
    let split = |count| suite.split(&suite.scenarios, count, &measured());
    assert_eq!((all_ids(&split(3)), split(3).digest), (all_ids(&split(3)), split(3).digest));
    assert_eq!(split(3).digest.len(), 32);
    let fewer = suite.split(&suite.scenarios[1..], 3, &measured());
    let slower = suite.split(&suite.scenarios, 3, &durations("default: 11\ngenerated: 10\nscenarios: {}\n"));
    let of_another = self::suite("2");
    let of_another = of_another.split(&of_another.scenarios, 3, &measured());
    let digests = [split(3).digest, split(4).digest, fewer.digest, slower.digest, of_another.digest];
    let different: std::collections::BTreeSet<&String> = digests.iter().collect();
    assert_eq!(different.len(), digests.len(), "{digests:?}");
}

#[test]
fn generated_checks_of_an_action_stay_together() {
    let suite = Suite::default().with_generated(Contract::embedded());
    let split = suite.split(&suite.scenarios, 3, &Durations::default());
    let of_vpcs: Vec<usize> = all_ids(&split)
        .iter()
        .map(|part| part.iter().filter(|id| id.starts_with("generated/DescribeVpcs[")).count())
        .collect();
    assert_eq!(of_vpcs.iter().filter(|count| **count > 0).count(), 1, "{of_vpcs:?}");
}

#[test]
fn the_durations_of_a_folder_count_and_a_wrong_file_is_an_error_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let root = || SuiteRoot::folder(folder.path());
    assert_eq!(root().durations().unwrap(), Durations::default());
    let text = measured().to_text();
    fs::write(folder.path().join("durations.yaml"), &text).unwrap();
    assert_eq!(root().durations().unwrap(), measured());
    assert_eq!(durations(&text).to_text(), text);
    fs::write(folder.path().join("durations.yaml"), "default: soon\n").unwrap();
    let found = root().durations().unwrap_err();
    assert!(format!("{found:?}").contains("durations.yaml"), "{found:?}");
}
