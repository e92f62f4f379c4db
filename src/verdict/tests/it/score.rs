//! The score, and how much of the API an endpoint has.

use std::collections::BTreeSet;

use contract::{Contract, tables};
use proptest::prelude::*;
use record::Outcome;
use serde_json::json;
use test_support::judging::*;
use verdict::{ActionState, Judgement, Score, Scores, StepsRun, Verdict, judge, surfaces};

const VERDICTS: [Verdict; 6] =
    [Verdict::Identical, Verdict::Known, Verdict::Broken, Verdict::Unsupported, Verdict::Skipped, Verdict::Error];

fn judged_as(scenario: &str, verdict: Verdict) -> Judgement {
    let suite = steps("  - DescribeVpcs: {}\n");
    let call = answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&[])).entry("area/one");
    let transcript = transcript("area/one", [call], Outcome::Completed);
    let judgement = judge(&transcript, ec2_scenario(&suite), &suite, &endpoint());
    Judgement { scenario: scenario.into(), verdict, ..judgement }
}

fn ec2_scenario(suite: &scenario::Suite) -> &scenario::Scenario {
    scenario(suite, "area/one")
}

#[test]
fn only_conformant_scenarios_count_of_those_that_could_be_judged() {
    let one = judged_as("vpc/x", Verdict::Identical);
    let judgements: Vec<Judgement> = VERDICTS
        .iter()
        .enumerate()
        .map(|(at, &verdict)| Judgement { scenario: format!("vpc/s{at}"), verdict, ..one.clone() })
        .chain([
            Judgement { scenario: "tags/one".into(), ..one.clone() },
            Judgement { scenario: "fixtures/net".into(), verdict: Verdict::Broken, ..one.clone() },
            Judgement { scenario: "generated/CreateVpc[dry-run]".into(), verdict: Verdict::Broken, ..one.clone() },
            Judgement { scenario: "generated/X[dry-run]".into(), verdict: Verdict::Unsupported, ..one.clone() },
            Judgement { endpoint: "another".into(), scenario: "vpc/s9".into(), ..one.clone() },
        ])
        .collect();
    let selected = ["vpc/s0".to_owned(), "vpc/not-come-to".to_owned()];
    let scores = Scores::of("cloud", &selected, &judgements);
    let areas: Vec<(&str, Score)> = scores.areas.iter().map(|area| (area.area.as_str(), area.score)).collect();
    let vpc = Score { conformant: 1, applicable: 4, not_applicable: 3 };
    assert_eq!(areas, [("tags", Score { conformant: 1, applicable: 1, not_applicable: 0 }), ("vpc", vpc)]);
    assert_eq!(scores.overall, Score { conformant: 2, applicable: 5, not_applicable: 3 });
    assert_eq!(scores.generated, Some(Score { conformant: 0, applicable: 1, not_applicable: 1 }));
}

#[test]
fn percentages_are_rounded_down_to_a_tenth() {
    let of = |conformant, applicable| Score { conformant, applicable, not_applicable: 0 };
    assert_eq!(of(999, 1000).to_string(), "99.9 % (999 of 1000)");
    assert_eq!(of(9999, 10_000).to_string(), "99.9 % (9999 of 10000)", "100 % is kept for all");
    assert_eq!(of(2, 3).to_string(), "66.6 % (2 of 3)");
    assert_eq!(of(3, 3).to_string(), "100.0 % (3 of 3)");
    assert_eq!(of(0, 0).to_string(), "none applicable");
    assert_eq!(of(0, 0).per_mille(), None);
}

proptest! {
    #[test]
    fn the_score_does_not_depend_on_the_order(
        verdicts in prop::collection::vec(0..6usize, 1..40),
        rotate in 0..40usize,
    ) {
        let one = judged_as("vpc/x", Verdict::Identical);
        let mut judgements: Vec<Judgement> = verdicts
            .iter()
            .enumerate()
            .map(|(at, &verdict)| {
                let scenario = format!("a{}/s{at}", at % 3);
                Judgement { scenario, verdict: VERDICTS[verdict], ..one.clone() }
            })
            .collect();
        let before = Scores::of("cloud", &[], &judgements);
        let middle = rotate % judgements.len();
        judgements.rotate_left(middle);
        judgements.reverse();
        prop_assert_eq!(&before, &Scores::of("cloud", &[], &judgements));
        let scores = before.areas.iter().map(|area| area.score);
        let sum = scores.fold((0, 0), |sum, score| (sum.0 + score.conformant, sum.1 + score.applicable));
        prop_assert_eq!(sum, (before.overall.conformant, before.overall.applicable));
        prop_assert_eq!(before.overall.applicable + before.overall.not_applicable, verdicts.len());
    }
}

#[test]
fn the_named_sets_fit_the_contract_and_say_where_they_are_from() {
    let contract = Contract::embedded();
    for (name, set) in tables::action_sets() {
        assert!(!set.source.is_empty() && set.source.iter().all(|url| url.starts_with("https://")), "{name}");
        for action in set.actions() {
            assert!(contract.operation(action).is_some(), "{name}: {action}");
        }
    }
    assert!(
        tables::is_rejected_before_lookup("SignatureDoesNotMatch")
            && !tables::is_rejected_before_lookup("DryRunOperation")
    );
}

#[test]
fn an_action_is_answered_when_only_one_that_is_there_answers_so() {
    let mut steps_run = StepsRun::default();
    let html = "<!doctype html><html><title>500 Internal Server Error</title></html>";
    let calls = [
        answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&[])),
        answered("steps[1]", "CreateVpc", json!({}), 400, error("InvalidVpc.Range", "too large")),
        answered(
            "steps[2]",
            "CreateRoute",
            json!({}),
            400,
            error("InvalidAction", "The action CreateRoute is not valid"),
        ),
        answered("steps[3]", "DeleteVpc", json!({}), 401, error("AuthFailure", "no")),
        answered("steps[4]", "DescribeSubnets", json!({}), 500, html),
        unanswered("steps[5]", "DescribeTags", record::FailureKind::Timeout),
    ];
    steps_run.take(&transcript("area/one", calls.map(|call| call.entry("area/one")), Outcome::Completed));
    let actions = steps_run.actions("cloud");
    let state = |name: &str| actions[name].state();
    assert_eq!(state("DescribeVpcs"), ActionState::Present);
    assert_eq!(state("CreateVpc"), ActionState::Present);
    assert_eq!(state("CreateRoute"), ActionState::Missing);
    assert_eq!(state("DeleteVpc"), ActionState::Unclear, "refused before anybody looked for it");
    assert_eq!(state("DescribeSubnets"), ActionState::Missing, "it was only ever answered as missing ones are");
    assert_eq!(state("DescribeTags"), ActionState::Unclear);
    // Once it was answered, it is there.
    let found = answered("steps[0]", "DescribeSubnets", json!({}), 200, success("DescribeSubnets", "<subnetSet/>"));
    steps_run.take(&transcript("area/two", [found.entry("area/two")], Outcome::Completed));
    assert_eq!(steps_run.actions("cloud")["DescribeSubnets"].state(), ActionState::Present);

    let contract = Contract::embedded();
    let surfaces = surfaces(contract, &steps_run, "cloud");
    assert_eq!(surfaces[0].name, "contract");
    assert_eq!((surfaces[0].actions, surfaces[0].called, surfaces[0].present), (contract.operations().count(), 6, 3));
    assert_eq!(surfaces[0].missing, ["CreateRoute"]);
    let waiters = surfaces.iter().find(|set| set.name == "waiters").unwrap();
    let operations: BTreeSet<&str> = contract.waiters().map(|waiter| waiter.operation.as_str()).collect();
    assert_eq!((waiters.actions, waiters.parts.len()), (operations.len(), contract.waiters().count()));
    let terraform = surfaces.iter().find(|set| set.name == "terraform").unwrap();
    let vpc = terraform.parts.iter().find(|part| part.name == "aws_vpc").unwrap();
    assert_eq!((vpc.called, vpc.present), (3, 2), "CreateVpc and DescribeVpcs of those and DeleteVpc");
}
