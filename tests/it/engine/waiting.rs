//! `until` and `wait`.

use crate::engine::{blocked, verdict};
use crate::program::Program;
use test_support::{Behavior, Misdeed, Server};

const UNTIL: &str = "\
about: A VPC becomes available.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
    until:
      - Vpcs[].VpcId == ['${vpc}']
    timeout: 10s
    save: { block: \"Vpcs[0].CidrBlock\" }
  - DescribeVpcs: { Filters: [{ Name: cidr, Values: [\"${block}\"] }] }
";

#[test]
fn polling_continues_over_missing_resources_and_transient_errors() {
    let slow = Behavior::good().first(1, "DescribeVpcs", Misdeed::refusal(400, "InvalidVpcID.NotFound")).first(
        1,
        "DescribeVpcs",
        Misdeed::internal_error(),
    );
    let server = Server::start(slow);
    let program = Program::against(server.url())
        .profile("wait_factor: 1\nmax_attempts: 1\nrun_checks: { aftermath: false }")
        .scenario("vpc/until", UNTIL);
    let finished = program.run();
    let waited = &finished.entries_of("waited")[0]["waited"];
    assert_eq!(waited["end"]["end"], "met", "{finished}");
    assert_eq!(waited["polls"], 3, "{finished}");
    assert_eq!(blocked(&finished), [], "{finished}");
}

#[test]
fn a_passed_deadline_is_a_finding_and_blocks_later_steps() {
    let never = Behavior::good().on("DescribeVpcs", Misdeed::refusal(400, "InvalidVpcID.NotFound"));
    let server = Server::start(never);
    let finished = Program::against(server.url()).scenario("vpc/until", UNTIL).run();
    finished.exited(1);
    assert_eq!(finished.entries_of("waited")[0]["waited"]["end"]["end"], "deadline", "{finished}");
    assert_eq!(blocked(&finished).len(), 1, "{finished}");
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
}

#[test]
fn a_permanent_error_ends_polling_at_once() {
    let refused = Behavior::good().on("DescribeVpcs", Misdeed::refusal(403, "UnauthorizedOperation"));
    let server = Server::start(refused);
    let finished = Program::against(server.url()).scenario("vpc/until", UNTIL).run();
    finished.exited(1);
    // The first lists what the account has.
    assert_eq!(server.count("DescribeVpcs"), 2, "{finished}");
    assert_eq!(finished.entries_of("waited")[0]["waited"]["end"]["end"], "failed", "{finished}");
}

#[test]
fn a_waiter_of_aws_follows_its_acceptors() {
    let wait = "about: A key pair exists once it was made.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html\n\
        steps:\n  - CreateKeyPair: { KeyName: \"${unique}\" }\n    save: { name: KeyName }\n  \
        - wait: KeyPairExists\n    with: { KeyNames: [\"${name}\"] }\n    expect:\n      - length(KeyPairs): 1\n";
    let late = Behavior::good().first(3, "DescribeKeyPairs", Misdeed::refusal(400, "InvalidKeyPair.NotFound"));
    let server = Server::start(late);
    let finished = Program::against(server.url()).scenario("key-pairs/exists", wait).run();
    let waited = &finished.entries_of("waited")[0]["waited"];
    assert_eq!((&waited["end"]["end"], &waited["polls"]), (&"met".into(), &3.into()), "{finished}");
    assert_eq!(verdict(&finished, "key-pairs/exists"), "identical", "{finished}");
}

#[test]
fn clean_up_waits_for_an_instance_that_was_terminated_while_it_was_pending() {
    let launched = |state: &str| {
        format!(
            "<instancesSet><item><instanceId>i-0123456789abcdef0</instanceId>\
             <instanceState><code>0</code><name>{state}</name></instanceState></item></instancesSet>"
        )
    };
    let described = |state: &str| {
        let reservations = format!("<reservationSet><item>{}</item></reservationSet>", launched(state));
        Misdeed::response(&format!("<DescribeInstancesResponse>{reservations}</DescribeInstancesResponse>"))
    };
    // The account is listed before the run.
    let nothing = Misdeed::response("<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>");
    let launch = Misdeed::response(&format!("<RunInstancesResponse>{}</RunInstancesResponse>", launched("pending")));
    let terminate = Misdeed::response("<TerminateInstancesResponse></TerminateInstancesResponse>");
    let slow = Behavior::good()
        .on("RunInstances", launch)
        .on("TerminateInstances", terminate)
        .first(1, "DescribeInstances", nothing)
        .first(1, "DescribeInstances", described("pending"))
        .on("DescribeInstances", described("terminated"));
    let server = Server::start(slow);
    let scenario = "about: An instance is launched.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html\n\
        steps:\n  - RunInstances: { ImageId: ami-1, MinCount: 1, MaxCount: 1 }\n";
    let finished = Program::against(server.url()).scenario("instances/launched", scenario).run();
    // The last one is that after clean-up.
    assert_eq!(server.count("DescribeInstances"), 4, "{finished}");
    let cleaned = &finished.entries_of("cleaned-up")[0]["clean_up"];
    assert_eq!((&cleaned["kind"], &cleaned["outcome"]), (&"instance".into(), &"deleted".into()), "{finished}");
}
