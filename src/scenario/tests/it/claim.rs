//! Whether a scenario claims success or refusal.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use contract::Contract;
use record::Subject;
use scenario::{Scenario, Suite, generated};

fn repository_suite() -> Suite {
    Suite::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suites"), Contract::embedded()).unwrap()
}

fn one(steps: &str) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("vpc")).unwrap();
    fs::write(folder.path().join("suite.yaml"), "name: test\nversion: '1'\n").unwrap();
    let head =
        "about: A.\nsource: https://docs.aws.amazon.com/a\ncases: { a: { action: DescribeVpcs, change: DeleteVpc } }\n";
    fs::write(folder.path().join("vpc/a.yaml"), format!("{head}steps:\n{steps}")).unwrap();
    let (suite, found) = Suite::check(folder.path(), Contract::embedded());
    (*suite.unwrap_or_else(|| panic!("{found}")).scenarios[0]).clone()
}

const REFUSED: &str = "  - DeleteVpc: { VpcId: vpc-1 }\n    error: DependencyViolation\n";
const CREATED: &str = "  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n";
const SHOWN: &str = "  - DescribeVpcs: {}\n    expect:\n      - length(Vpcs): 1\n";

#[test]
fn a_refusal_is_what_is_claimed_first_and_never_followed_by_a_change() {
    let claims: &[(bool, &[&str])] = &[
        (true, &[REFUSED]),
        (true, &[CREATED, REFUSED]),
        (true, &[CREATED, REFUSED, SHOWN, REFUSED]),
        (true, &[REFUSED, "  - wait: VpcAvailable\n    with: { VpcIds: [vpc-1] }\n"]),
        (true, &["  - raw: { parameters: { Action: Nothing } }\n    status: 400\n"]),
        (true, &[REFUSED, "  - raw: { parameters: { Action: \"${action}\" } }\n"]),
        (false, &[CREATED]),
        (false, &[SHOWN]),
        (false, &[SHOWN, REFUSED]),
        (false, &[REFUSED, CREATED]),
        (false, &[REFUSED, "  - raw: { parameters: { Action: \"${change}\" } }\n"]),
        (false, &["  - raw: { parameters: { Action: DescribeVpcs } }\n    status: 200\n", REFUSED]),
        (false, &["  - DescribeVpcs: { DryRun: true }\n    error: DryRunOperation\n"]),
    ];
    for (refusal, steps) in claims {
        // Set-up that states nothing; without it the variables would be unused in some.
        let first = "  - raw: { parameters: { Action: CreateVpc, A: \"${action}\", B: \"${change}\" } }\n";
        let scenario = one(&format!("{first}{}", steps.concat()));
        assert_eq!(scenario.expects_refusal(), *refusal, "{steps:?}");
    }
}

#[test]
fn generated_checks_are_refusals() {
    let checks = generated(Contract::embedded());
    assert!(checks.len() > 1000 && checks.iter().all(|check| check.expects_refusal()));
}

#[test]
fn the_suite_has_both_kinds_and_its_sentences_agree() {
    let suite = repository_suite();
    let stem = |scenario: &Scenario| match &scenario.id {
        Subject::Fixture(fixture) => fixture.name().to_owned(),
        subject => subject.without_case().to_owned(),
    };
    let refusals: Vec<_> = suite.scenarios.iter().filter(|scenario| scenario.expects_refusal()).collect();
    // The tables of filters have hundreds of cases, and every one is found or not found.
    let all = suite.scenarios.iter().filter(|scenario| !stem(scenario).starts_with("filters/")).count();
    let share = refusals.len() * 100 / all;
    assert!((20..45).contains(&share), "{share} %");
    let names: BTreeSet<String> = refusals.iter().map(|scenario| stem(scenario)).collect();
    for refusal in
        ["vpc/unknown-id", "vpc/delete-in-use", "protocol/unknown-filter", "tags/too-many", "protocol/unsigned"]
    {
        assert!(names.contains(refusal), "{refusal}");
    }
    for success in
        ["vpc/lifecycle", "protocol/dry-run", "volumes/attach-detach", "quotas/addresses", "survivors/key-pair"]
    {
        assert!(!names.contains(success), "{success}");
    }
}
