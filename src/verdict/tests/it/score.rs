//! The score, and how much of the API an endpoint has.

use std::collections::BTreeSet;

use contract::{Contract, tables};
use proptest::prelude::*;
use record::{Outcome, ScenarioId};
use serde_json::json;
use test_support::judging::*;
use verdict::{ActionState, Judgement, Score, Scores, StepsRun, Verdict, Weight, judge, surfaces};

const VERDICTS: [Verdict; 7] = [
    Verdict::Identical,
    Verdict::Works,
    Verdict::Broken,
    Verdict::Unsupported,
    Verdict::Blocked,
    Verdict::Skipped,
    Verdict::Error,
];

fn judged_as(scenario: &str, verdict: Verdict) -> Judgement {
    let suite = steps("  - DescribeVpcs: {}\n");
    let call = answered("steps[0]", "DescribeVpcs", json!({}), 200, vpcs(&[])).entry("area/one");
    let transcript = transcript("area/one", [call], Outcome::Completed);
    let judgement = judge(&transcript, ec2_scenario(&suite), &suite, &endpoint());
    Judgement { scenario: scenario.parse().unwrap(), verdict, ..judgement }
}

fn ec2_scenario(suite: &scenario::Suite) -> &scenario::Scenario {
    scenario(suite, "area/one")
}

fn scores(selected: &[ScenarioId], judgements: &[Judgement]) -> Scores {
    Scores::of("cloud", &steps("  - DescribeVpcs: {}\n"), selected, judgements, &StepsRun::default())
}

fn score(works: usize, identical: usize, applicable: usize, not_applicable: usize) -> Score {
    let whole = |count| Weight::share(count, 1);
    Score { works: whole(works), identical: whole(identical), applicable, not_applicable }
}

#[test]
fn what_works_and_what_is_identical_is_counted_of_those_that_could_be_judged() {
    let one = judged_as("vpc/x", Verdict::Identical);
    let judgements: Vec<Judgement> = VERDICTS
        .iter()
        .enumerate()
        .map(|(at, &verdict)| Judgement { scenario: format!("vpc/s{at}").parse().unwrap(), verdict, ..one.clone() })
        .chain([
            Judgement { scenario: "tags/one".parse().unwrap(), ..one.clone() },
            Judgement { scenario: "fixtures/net".parse().unwrap(), verdict: Verdict::Broken, ..one.clone() },
            Judgement {
                scenario: "generated/CreateVpc[dry-run]".parse().unwrap(),
                verdict: Verdict::Broken,
                ..one.clone()
            },
            Judgement {
                scenario: "generated/X[dry-run]".parse().unwrap(),
                verdict: Verdict::Unsupported,
                ..one.clone()
            },
            Judgement { scenario: "client-boto3/key-pair".parse().unwrap(), verdict: Verdict::Broken, ..one.clone() },
            Judgement { scenario: "client-boto3/volume".parse().unwrap(), ..one.clone() },
            Judgement { scenario: "client-boto/volume".parse().unwrap(), verdict: Verdict::Skipped, ..one.clone() },
            Judgement { endpoint: "another".into(), scenario: "vpc/s9".parse().unwrap(), ..one.clone() },
        ])
        .collect();
    let selected = ["vpc/s0", "vpc/not-begun"].map(|id| id.parse().unwrap());
    let scores = scores(&selected, &judgements);
    let areas: Vec<(&str, Score)> = scores.areas.iter().map(|area| (area.name.as_str(), area.score)).collect();
    assert_eq!(areas, [("client-boto3", score(1, 1, 2, 0)), ("tags", score(1, 1, 1, 0)), ("vpc", score(2, 1, 5, 3))]);
    assert_eq!(scores.overall, score(3, 2, 6, 3));
    assert_eq!(scores.generated, Some(score(0, 0, 1, 1)));
    assert_eq!(scores.clients, Some(score(1, 1, 2, 0)), "a client that is not there does not count");
}

#[test]
fn a_table_of_cases_is_one_scenario_and_each_case_a_share_of_it() {
    let one = judged_as("vpc/x", Verdict::Identical);
    let case = |case: &str, verdict| Judgement {
        scenario: format!("vpc/table[{case}]").parse().unwrap(),
        verdict,
        ..one.clone()
    };
    let judgements = [
        case("a", Verdict::Identical),
        case("b", Verdict::Works),
        case("c", Verdict::Broken),
        case("d", Verdict::Skipped),
        judged_as("vpc/plain", Verdict::Broken),
    ];
    let overall = scores(&[], &judgements).overall;
    assert_eq!((overall.applicable, overall.not_applicable), (2, 0), "a table with a case that was judged is judged");
    assert_eq!((overall.works, overall.identical), (Weight::share(2, 3), Weight::share(1, 3)));
    assert_eq!(overall.to_string(), "works 33.3 %, identical 16.6 % of 2 scenarios");
    let all = [case("a", Verdict::Works), case("b", Verdict::Works), case("c", Verdict::Works)];
    assert_eq!(scores(&[], &all).overall, score(1, 0, 1, 0), "all cases are exactly one scenario");
}

#[test]
fn parts_of_tables_add_up_to_what_they_are_at_once() {
    let sum = |cases: usize, of: usize| (0..cases).map(|_| Weight::share(1, of)).sum::<Weight>();
    for cases in 1..=30 {
        assert_eq!(sum(cases, cases), Weight::ONE, "{cases} cases");
    }
    assert_eq!(sum(3, 3).per_mille_of(10), Some(100), "a third of each of three tables is a tenth of ten scenarios");
    for cases in [31, 97, 499] {
        assert_eq!(sum(cases, cases).per_mille_of(1), Some(1000), "{cases} cases");
        assert_eq!(sum(cases - 1, cases).per_mille_of(1), Some((cases - 1) * 1000 / cases), "{cases} cases but one");
    }
    let through_json = |weight: Weight| Weight::from(f64::from(weight));
    let thirds: Weight = (0..3).map(|_| through_json(Weight::share(1, 3))).sum();
    assert_eq!(thirds.per_mille_of(1), Some(1000));
}

#[test]
fn percentages_are_rounded_down_to_a_tenth() {
    let works = |works, applicable| score(works, 0, applicable, 0).works_per_mille();
    assert_eq!(works(999, 1000), Some(999));
    assert_eq!(works(9999, 10_000), Some(999), "100 % is kept for all");
    assert_eq!(works(2, 3), Some(666));
    assert_eq!(works(3, 3), Some(1000));
    assert_eq!(works(0, 0), None);
    assert_eq!(score(0, 0, 0, 0).to_string(), "none applicable");
}

proptest! {
    #[test]
    fn the_score_does_not_depend_on_the_order(
        verdicts in prop::collection::vec(0..VERDICTS.len(), 1..40),
        rotate in 0..40usize,
    ) {
        let one = judged_as("vpc/x", Verdict::Identical);
        let mut judgements: Vec<Judgement> = verdicts
            .iter()
            .enumerate()
            .map(|(at, &verdict)| {
                let scenario = format!("a{}/s{}[{at}]", at % 3, at % 7).parse().unwrap();
                Judgement { scenario, verdict: VERDICTS[verdict], ..one.clone() }
            })
            .collect();
        let before = scores(&[], &judgements);
        let middle = rotate % judgements.len();
        judgements.rotate_left(middle);
        judgements.reverse();
        prop_assert_eq!(&before, &scores(&[], &judgements));
        let sum = before.areas.iter().map(|area| area.score).fold(Score::default(), |sum, score| sum + score);
        prop_assert_eq!(sum, before.overall);
        prop_assert!(before.overall.identical <= before.overall.works);
        prop_assert!(before.overall.works <= Weight::share(before.overall.applicable, 1));
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
fn an_action_exists_when_only_existing_actions_respond_so() {
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
    assert_eq!(state("DescribeSubnets"), ActionState::Missing, "it was only ever rejected as missing ones are");
    assert_eq!(state("DescribeTags"), ActionState::Unclear);
    // Once it had a response, it is there.
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
