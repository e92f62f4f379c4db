//! The consequences of a failed step, and clean-up.

use crate::engine::{blocked, verdict};
use crate::program::Program;
use test_support::{Behavior, Misdeed, Server};

const CHAIN: &str = "\
about: A VPC holds a security group.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - CreateSecurityGroup: { GroupName: \"${unique}\", Description: of a test, VpcId: \"${vpc}\" }
    save: { group: GroupId }
  - DescribeSecurityGroups: { GroupIds: [\"${group}\"] }
    expect:
      - SecurityGroups[].VpcId: [\"${vpc}\"]
";

#[test]
fn steps_after_a_failed_one_are_blocked_with_the_reason() {
    let refused = Misdeed::refusal(400, "InvalidParameterValue");
    let server = Server::start(Behavior::good().on("CreateVpc", refused));
    let finished = Program::against(server.url()).scenario("vpc/group", CHAIN).run();
    finished.exited(1);
    assert_eq!(verdict(&finished, "vpc/group"), "broken");
    let blocked = blocked(&finished);
    assert_eq!(blocked.iter().map(|(step, _)| step.as_str()).collect::<Vec<_>>(), ["steps[1]", "steps[2]"]);
    assert!(blocked.iter().all(|(_, reason)| reason.contains("InvalidParameterValue")), "{blocked:?}");
    assert_eq!(server.count("CreateSecurityGroup"), 0, "{finished}");
}

#[test]
fn a_failed_expectation_blocks_nothing() {
    let scenario = CHAIN.replace("SecurityGroups[].VpcId: [\"${vpc}\"]", "SecurityGroups[].VpcId: [vpc-0]")
        + "  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n";
    let server = Server::start(Behavior::good());
    let finished = Program::against(server.url()).scenario("vpc/group", &scenario).run();
    finished.exited(1);
    assert_eq!(blocked(&finished), []);
    // The first and the last list what the account has, before and after.
    assert_eq!(server.count("DescribeVpcs"), 3, "{finished}");
}

#[test]
fn the_last_created_is_deleted_first() {
    let server = Server::start(Behavior::good());
    let finished = Program::against(server.url()).scenario("vpc/group", CHAIN).run();
    finished.exited(0);
    let kinds: Vec<String> = finished
        .entries_of("cleaned-up")
        .iter()
        .filter_map(|entry| entry["clean_up"]["kind"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(kinds, ["security-group", "vpc"], "{finished}");
}

#[test]
fn a_resource_in_use_is_deleted_later() {
    let busy = Behavior::good().first(2, "DeleteVpc", Misdeed::refusal(400, "DependencyViolation"));
    let server = Server::start(busy);
    let finished = Program::against(server.url()).scenario("vpc/group", CHAIN).run();
    finished.exited(0);
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
    assert_eq!(server.count("DeleteVpc"), 3, "{finished}");
}

#[test]
fn what_cannot_be_deleted_is_reported_and_affects_nothing_else() {
    let stuck = Behavior::good().on("DeleteSecurityGroup", Misdeed::refusal(403, "UnauthorizedOperation"));
    let server = Server::start(stuck);
    let region = "about: Regions are listed.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html\n\
        steps:\n  - DescribeRegions: {}\n";
    let program = Program::against(server.url()).scenario("vpc/group", CHAIN).scenario("regions/listed", region);
    let finished = program.run();
    finished.exited(6).prints("UnauthorizedOperation");
    assert_eq!(verdict(&finished, "vpc/group"), "identical");
    assert_eq!(verdict(&finished, "regions/listed"), "identical");
    assert!(finished.junit().contains("UnauthorizedOperation"), "{}", finished.junit());
}

#[test]
fn created_resources_carry_the_runs_tag_beside_those_that_the_scenario_sets() {
    let server = Server::start(Behavior::good());
    let tagged = "about: A VPC can be made with a tag.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n\
        steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16, TagSpecifications: [{ ResourceType: vpc, \
        Tags: [{ Key: own, Value: word }] }] }\n";
    let finished = Program::against(server.url()).scenario("vpc/group", CHAIN).scenario("vpc/tagged", tagged).run();
    finished.exited(0);
    let mut keys: Vec<Vec<String>> = Vec::new();
    for seen in server.requests().iter().filter(|seen| seen.action() == "CreateVpc") {
        let key = |n: u32| seen.parameters.get(&format!("TagSpecification.1.Tag.{n}.Key")).map(str::to_owned);
        keys.push([1, 2].into_iter().filter_map(key).collect());
    }
    keys.sort();
    assert_eq!(keys, [vec!["ec2-compat"], vec!["own", "ec2-compat"]], "{finished}");
}

#[test]
fn what_a_hand_made_request_creates_is_deleted() {
    let raw = "about: A VPC can be made by a request of one's own.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n\
        steps:\n  - raw: { parameters: { Action: CreateVpc, CidrBlock: 10.0.0.0/16 } }\n";
    let server = Server::start(Behavior::good());
    let finished = Program::against(server.url()).scenario("vpc/raw", raw).run();
    assert_eq!((server.count("CreateVpc"), server.count("DeleteVpc")), (1, 1), "{finished}");
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
}

#[test]
fn an_omitted_parameter_is_sent_where_a_scenario_states_it() {
    let claim =
        "about: A claim.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html\n";
    let server = Server::start(Behavior::good());
    let stated = "steps:\n  - CreateVolume: { Size: 1, AvailabilityZone: a, ClientToken: mine }\n";
    let silent = "steps:\n  - CreateVolume: { Size: 2, AvailabilityZone: a }\n";
    Program::against(server.url())
        .profile("omit_parameters: [ClientToken]\nrate_limit: { scenarios: 1 }")
        .scenario("volumes/silent", &format!("{claim}{silent}"))
        .scenario("volumes/stated", &format!("{claim}{stated}"))
        .run();
    let asked = server.requests();
    let tokens = |size: &str| {
        let asked = asked.iter().filter(|seen| seen.action() == "CreateVolume");
        asked
            .filter(|seen| seen.parameters.get("Size") == Some(size))
            .map(|seen| seen.parameters.get("ClientToken"))
            .collect::<Vec<_>>()
    };
    assert_eq!((tokens("1"), tokens("2")), (vec![Some("mine")], vec![None]));
}
