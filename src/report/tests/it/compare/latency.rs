//! How long calls take.

use verdict::change::Timing;

use crate::compare::runs::*;
use test_support::judging::suite;

/// A run in which `DescribeVpcs` takes so long in each of some scenarios, and `CreateVpc` likewise, in microseconds.
fn run(describe: &[u64], create: &[u64]) -> SampleRun {
    let name = |n: usize| format!("area/s{n:03}");
    let files: Vec<String> = (0..describe.len()).map(|n| name(n) + ".yaml").collect();
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), MAKES)).collect();
    let suite = suite(&files);
    let scenario = |(n, (describe, create)): (usize, (&u64, &u64))| {
        let (mut makes, mut looks) = (created("steps[0]"), found("steps[1]", &["vpc-0123456789abcdef0"]));
        makes.observation.attempts[0].elapsed_us = *create;
        looks.observation.attempts[0].elapsed_us = *describe;
        seen(&name(n), [makes, looks])
    };
    SampleRun::new(&suite, describe.iter().zip(create).enumerate().map(scenario))
}

fn timing(before: &SampleRun, after: &SampleRun) -> Timing {
    compared(before, after).changes.timing
}

/// Measurements that scatter around one by a fifth, in another order each time.
fn around(middle: u64, count: u64, seed: u64) -> Vec<u64> {
    (0..count).map(|n| middle * (80 + (n * 37 + seed * 11) % 41) / 100).collect()
}

#[test]
fn an_action_that_takes_longer_is_reported_with_its_spread() {
    let create = around(100_000, 20, 1);
    let (before, after) =
        (run(&around(100_000, 20, 1), &create), run(&around(300_000, 20, 2), &around(100_000, 20, 2)));
    // Half of all calls are slower: what calls in general change by lies between.
    let timing = timing(&before, &after);
    let describe = timing.changes.iter().find(|one| one.operation == "DescribeVpcs").unwrap();
    assert!(describe.is_slower() && describe.p_value < 0.01 && describe.steps == 20, "{describe:?}");
    assert!((90_000.0..110_000.0).contains(&describe.before.median), "{describe:?}");
    assert!(describe.after.low < describe.after.median && describe.after.median < describe.after.high);
}

#[test]
fn chance_is_not_told() {
    for seed in 2..12 {
        let before = run(&around(100_000, 20, 1), &around(200_000, 20, 3));
        let after = run(&around(100_000, 20, seed), &around(200_000, 20, seed + 20));
        let timing = timing(&before, &after);
        assert_eq!((timing.actions, timing.changes), (2, vec![]), "seed {seed}");
    }
}

#[test]
fn few_calls_and_small_differences_say_nothing() {
    let few = timing(&run(&[100_000; 7], &[100_000; 7]), &run(&[900_000; 7], &[100_000; 7]));
    assert_eq!((few.actions, few.changes.len()), (0, 0));
    // 4 times as long, and 15 ms.
    let small = timing(&run(&[5_000; 20], &[50_000; 20]), &run(&[20_000; 20], &[50_000; 20]));
    assert_eq!(small.changes, []);
    // 100 ms, and 1.1 times as long.
    let near = timing(&run(&[1_000_000; 20], &[50_000; 20]), &run(&[1_100_000; 20], &[50_000; 20]));
    assert_eq!(near.changes, []);
}

#[test]
fn a_machine_under_load_changes_all_calls_and_blames_none() {
    let loaded = timing(&run(&[100_000; 20], &[50_000; 20]), &run(&[200_000; 20], &[100_000; 20]));
    assert_eq!((loaded.general, loaded.changes), (2.0, vec![]));
}

#[test]
fn only_successful_responses_to_the_same_steps_are_measured() {
    let suite = suite(&[("area/one.yaml", MAKES)]);
    let before = SampleRun::new(&suite, [made("area/one")]);
    let after = SampleRun::new(&suite, [not_created("area/one", 500, "InternalError")]);
    assert_eq!(timing(&before, &after).actions, 0);
}
