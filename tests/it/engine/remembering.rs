//! What never comes is waited for in full once, and a fixture that is rejected is created once; nothing is judged otherwise.

use std::collections::BTreeMap;

use crate::engine::blocked;
use crate::program::{Finished, Program};
use serde_json::Value;
use test_support::{Behavior, Misdeed, Server};

/// One scenario after the other, so that each is later than the one before.
const IN_TURN: &str = "rate_limit: { in_flight: 1, scenarios: 1 }\nmax_attempts: 1";
const FORGETFUL: &str = "\nremember_failures: false";

const AWAITED: &str = "\
about: A VPC becomes available.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
    until:
      - Vpcs[].VpcId == ['${vpc}']
    timeout: 2s
  - DescribeVpcs: {}
";

const WAITER: &str = "\
about: A key pair exists once it was made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html
steps:
  - CreateKeyPair: { KeyName: \"${unique}\" }
    save: { name: KeyName }
  - wait: KeyPairExists
    with: { KeyNames: [\"${name}\"] }
    timeout: 2s
";

const FIXTURE: &str = "\
about: A subnet in a VPC.
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - CreateSubnet: { VpcId: \"${vpc}\", CidrBlock: 10.0.0.0/24 }
    save: { subnet: Subnet.SubnetId }
exports: [subnet]
";

const OUTER: &str = "\
about: A security group beside a subnet.
given: [subnet]
steps:
  - CreateSecurityGroup: { GroupName: \"${unique}\", Description: beside }
    save: { group: GroupId }
exports: [group]
";

fn uses(fixture: &str) -> String {
    format!(
        "about: Something is given.\n\
         source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html\n\
         given: [{fixture}]\nsteps:\n  - DescribeVpcs: {{}}\n  - DescribeRegions: {{}}\n"
    )
}

/// Of each scenario and fixture: the verdict, and the fingerprints of its findings.
fn outcomes(finished: &Finished) -> BTreeMap<String, (String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{value} is no text\n{finished}")).to_owned();
    let report = finished.report();
    let all =
        ["scenarios", "fixtures"].into_iter().flat_map(|list| report[list].as_array().cloned().unwrap_or_default());
    let outcomes: BTreeMap<_, _> = all
        .map(|one| {
            let findings = one["findings"].as_array().into_iter().flatten();
            let mut prints: Vec<String> = findings.map(|finding| text(&finding["fingerprint"])).collect();
            prints.sort();
            (text(&one["id"]), (text(&one["verdict"]), prints))
        })
        .collect();
    assert!(outcomes.values().any(|(_, prints)| !prints.is_empty()), "nothing is compared\n{finished}");
    outcomes
}

/// The same misbehaving server, with memory and without: the two runs, whose outcomes are equal.
#[track_caller]
fn both(behavior: &Behavior, files: &[(&str, String)]) -> [(Finished, Server); 2] {
    let runs = ["", FORGETFUL].map(|more| {
        let server = Server::start(behavior.clone());
        let program = Program::against(server.url()).profile(&format!("{IN_TURN}{more}"));
        let finished = files.iter().fold(program, |program, (id, text)| program.scenario(id, text)).run();
        (finished, server)
    });
    assert_eq!(outcomes(&runs[0].0), outcomes(&runs[1].0));
    runs
}

/// The waits of a run: deadline in milliseconds, and whether it was remembered.
fn waits(finished: &Finished) -> Vec<(u64, bool)> {
    let of = |entry: &Value| {
        let waited = &entry["waited"];
        (waited["deadline_ms"].as_u64().unwrap_or_default(), waited["remembered"].as_bool().unwrap_or_default())
    };
    finished.entries_of("waited").iter().map(of).collect()
}

#[test]
fn what_never_came_gets_a_tenth_of_its_deadline_later_and_is_judged_the_same() {
    let never = Behavior::good()
        .on("DescribeVpcs", Misdeed::refusal(400, "InvalidVpcID.NotFound"))
        .on("DescribeKeyPairs", Misdeed::refusal(400, "InvalidKeyPair.NotFound"));
    let mut files: Vec<(&str, String)> =
        ["vpc/one", "vpc/other", "vpc/third"].map(|id| (id, AWAITED.to_owned())).into();
    files.extend(["key-pairs/one", "key-pairs/other"].map(|id| (id, WAITER.to_owned())));
    let [(remembering, _), (forgetful, _)] = both(&never, &files);
    let (full, tenth) = ((2000, false), (200, true));
    let mut seen = waits(&remembering);
    seen.sort();
    assert_eq!(seen, [tenth, tenth, tenth, full, full], "{remembering}");
    assert_eq!(waits(&forgetful), [full; 5], "{forgetful}");
    remembering.prints("remembered from an earlier wait");
}

#[test]
fn a_wait_for_something_else_has_its_whole_deadline() {
    let gone = Misdeed::refusal(400, "InvalidVpcID.NotFound");
    let server = Server::start(Behavior::good().on("DescribeVpcs", gone));
    let program = Program::against(server.url()).profile(IN_TURN);
    let other = AWAITED.replace("Vpcs[].VpcId == ['${vpc}']", "length(Vpcs) == `1`");
    let finished = program.scenario("vpc/one", AWAITED).scenario("vpc/other", &other).run();
    assert_eq!(waits(&finished), [(2000, false); 2], "another condition\n{finished}");
}

#[test]
fn a_fixture_that_was_rejected_is_not_created_again_and_its_users_are_judged_the_same() {
    let rejected = Behavior::good().on("CreateSubnet", Misdeed::refusal(400, "InvalidParameterValue"));
    let files = [
        ("fixtures/subnet", FIXTURE.to_owned()),
        ("fixtures/beside", OUTER.to_owned()),
        ("vpc/one", uses("subnet")),
        ("vpc/other", uses("subnet")),
        ("vpc/outer", uses("beside")),
        ("vpc/outermost", uses("beside")),
    ];
    let [(remembering, server), (forgetful, other)] = both(&rejected, &files);
    assert_eq!((server.count("CreateVpc"), other.count("CreateVpc")), (1, 4), "{remembering}");
    assert!(remembering.report()["scenarios"].as_array().is_some_and(|all| all.len() > 4), "a fixture has findings");
    remembering.prints("\n4 scenarios: ");
    let blocked = (blocked(&remembering), blocked(&forgetful));
    let remembered = blocked.0.iter().filter(|(_, reason)| reason.contains("remembered")).count();
    assert_eq!((remembered, blocked.0.len()), (6, 8), "{blocked:#?}");
    assert_eq!(blocked.1.len(), 8, "{blocked:#?}");
}

#[test]
fn a_fixture_that_met_a_quota_or_a_missing_action_is_created_again() {
    for code in ["SubnetLimitExceeded", "InvalidAction", "InvalidVpcID.NotFound"] {
        let rejected = Behavior::good().on("CreateSubnet", Misdeed::refusal(400, code));
        let files =
            [("fixtures/subnet", FIXTURE.to_owned()), ("vpc/one", uses("subnet")), ("vpc/other", uses("subnet"))];
        let [(remembering, server), _] = both(&rejected, &files);
        assert_eq!(server.count("CreateVpc"), 2, "{code}\n{remembering}");
    }
}

/// The most scenarios that ran at the same time.
fn at_once(finished: &Finished) -> usize {
    let (mut running, mut most) = (0_usize, 0);
    for entry in finished.entries() {
        match entry["entry"].as_str() {
            Some("scenario-started") => running += 1,
            Some("scenario-ended") => running -= 1,
            _ => {}
        }
        most = most.max(running);
    }
    most
}

#[test]
fn scenarios_that_wait_in_vain_hold_up_no_others_unless_the_profile_says_how_many_run_at_once() {
    let waits = |number: usize| {
        format!(
            "about: VPCs appear.\n\
             source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html\n\
             steps:\n  - DescribeVpcs: {{}}\n    until:\n      - length(Vpcs) == `{number}`\n    timeout: 8s\n"
        )
    };
    let server = Server::start(Behavior::good());
    let run = |rate_limit: &str| {
        let mut program = Program::against(server.url()).profile(&format!("rate_limit: {rate_limit}"));
        for number in 1..4 {
            program = program.scenario(&format!("vpc/awaited-{number}"), &waits(number));
        }
        program.scenario("vpc/quick", &uses("nothing").replace("given: [nothing]\n", "")).run()
    };
    // Two at once, but those that wait.
    let finished = run("{ in_flight: 1 }");
    let entries = finished.entries();
    let quick =
        entries.iter().position(|entry| entry["entry"] == "scenario-ended" && entry["key"]["scenario"] == "vpc/quick");
    let waited = entries.iter().position(|entry| entry["entry"] == "waited");
    assert!(quick.is_some() && quick < waited, "{finished}");
    assert!(at_once(&finished) > 2, "{finished}");
    assert_eq!(at_once(&run("{ in_flight: 1, scenarios: 2 }")), 2);
}
