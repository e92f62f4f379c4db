//! AWS's responses are eventually consistent: what was just created may not be found yet, what was just freed may be in use.

use std::time::Duration;

use test_support::{Behavior, Misdeed, Server};

use crate::engine::{blocked, verdict};
use crate::program::{Finished, Program};

const HEAD: &str =
    "about: A claim.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html\n";
const SUBNET: &str = "steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n  \
    - CreateSubnet: { VpcId: \"${vpc}\", CidrBlock: 10.0.0.0/24 }\n";
const NOT_FOUND: &str = "InvalidVpcID.NotFound";

fn scenario(server: &Server, profile: &str, steps: &str) -> Finished {
    Program::against(server.url()).profile(profile).scenario("vpc/one", &format!("{HEAD}{steps}")).run()
}

/// The number of attempts of the call that ends a step.
fn attempts(finished: &Finished, step: &str) -> usize {
    let observed = finished.entries_of("observed");
    let of_step =
        observed.iter().rfind(|entry| entry["key"]["scenario"] == "vpc/one" && entry["observation"]["step"] == step);
    let attempts = of_step.and_then(|entry| entry["observation"]["attempts"].as_array().map(Vec::len));
    attempts.unwrap_or_else(|| panic!("no {step}\n{finished}"))
}

#[test]
fn what_was_just_created_and_is_not_found_is_asked_for_again() {
    let server = Server::start(Behavior::good().first(2, "CreateSubnet", Misdeed::refusal(400, NOT_FOUND)));
    let finished = scenario(&server, "wait_factor: 0.2\nmax_attempts: 1", SUBNET);
    assert_eq!(verdict(&finished, "vpc/one"), "works", "{finished}");
    assert_eq!((server.count("CreateSubnet"), attempts(&finished, "steps[1]")), (3, 3), "{finished}");
    assert_eq!(server.alive("subnet"), Vec::<String>::new());
}

#[test]
fn it_is_asked_for_a_bounded_time_and_what_is_never_found_once_in_full() {
    let server = Server::start(Behavior::good().on("CreateSubnet", Misdeed::refusal(400, NOT_FOUND)));
    let program =
        Program::against(server.url()).profile("wait_factor: 0.1\nmax_attempts: 1\nrate_limit: { scenarios: 1 }");
    let program =
        (1..=20).fold(program, |program, n| program.scenario(&format!("vpc/{n}"), &format!("{HEAD}{SUBNET}")));
    let finished = program.run();
    finished.exited(1).within(Duration::from_secs(15));
    assert_eq!(verdict(&finished, "vpc/1"), "broken");
    // A second in full; the others a tenth of it.
    let calls = server.count("CreateSubnet");
    assert!((22..=70).contains(&calls), "{calls}\n{finished}");
}

#[test]
fn it_is_not_called_again_where_it_must_not_be_found() {
    let refused = Behavior::good().on("CreateSubnet", Misdeed::refusal(400, NOT_FOUND));
    let server = Server::start(refused);
    scenario(&server, "wait_factor: 0.2\nmax_attempts: 1", &format!("{SUBNET}    error: {NOT_FOUND}\n")).exited(0);
    assert_eq!(server.count("CreateSubnet"), 1, "an error is expected");

    let server = Server::start(Behavior::good());
    let deleted = SUBNET.replace("  - CreateSubnet", "  - DeleteVpc: { VpcId: \"${vpc}\" }\n  - CreateSubnet");
    scenario(&server, "wait_factor: 0.2\nmax_attempts: 1", &deleted).exited(1);
    assert_eq!(server.count("CreateSubnet"), 1, "it was deleted");

    let server = Server::start(Behavior::good());
    let other = SUBNET.replace("VpcId: \"${vpc}\"", "VpcId: vpc-0f0f0f0f0f0f0f0f0");
    scenario(&server, "wait_factor: 0.2\nmax_attempts: 1", &other).exited(1);
    assert_eq!(server.count("CreateSubnet"), 1, "nobody created it");
}

#[test]
fn a_waiter_goes_on_although_its_model_does_not_expect_that_the_resource_is_unknown() {
    let unknown = Misdeed::refusal(400, "InvalidVolume.NotFound");
    let server = Server::start(Behavior::good().first(2, "DescribeVolumes", unknown));
    let steps = "steps:\n  - CreateVolume: { AvailabilityZone: a, Size: 1 }\n    save: { volume: VolumeId }\n  \
        - wait: VolumeAvailable\n    with: { VolumeIds: [\"${volume}\"] }\n";
    let profile = "wait_factor: 0.2\nmax_attempts: 1\nrun_checks: { aftermath: false, pages: false }";
    let finished = scenario(&server, profile, steps);
    finished.exited(0);
    assert_eq!(blocked(&finished), [], "{finished}");
}

#[test]
fn a_deletion_that_is_polled_goes_on_while_the_resource_is_in_use() {
    let server = Server::start(Behavior::good().first(2, "DeleteVolume", Misdeed::refusal(400, "VolumeInUse")));
    let steps = "steps:\n  - CreateVolume: { AvailabilityZone: a, Size: 1 }\n    save: { volume: VolumeId }\n  \
        - DeleteVolume: { VolumeId: \"${volume}\" }\n    until:\n      - type(@) == 'object'\n    timeout: 30s\n";
    let finished = scenario(&server, "wait_factor: 0.2\nmax_attempts: 1", steps);
    assert_eq!(verdict(&finished, "vpc/one"), "identical", "{finished}");
    assert_eq!(server.count("DeleteVolume"), 3, "{finished}");
}

const RAW: &str = "steps:\n  - raw: { parameters: { Action: DescribeRegions } }\n";

#[test]
fn a_hand_made_request_is_sent_again_where_an_sdk_sends_its_own_again() {
    for misdeed in [Misdeed::HangUp, Misdeed::internal_error(), Misdeed::throttling()] {
        let server = Server::start(Behavior::good().first(1, "DescribeRegions", misdeed));
        let finished = scenario(&server, "wait_factor: 0.2\nmax_attempts: 2", RAW);
        finished.exited(0);
        assert_eq!(attempts(&finished, "steps[0]"), 2, "{finished}");
    }
    let server = Server::start(Behavior::good().on("DescribeRegions", Misdeed::internal_error()));
    scenario(&server, "wait_factor: 0.2\nmax_attempts: 2", RAW).exited(1);
    assert_eq!(server.count("DescribeRegions"), 2, "no more than the profile allows");
}

#[test]
fn a_hand_made_request_that_must_be_refused_is_sent_once() {
    let server = Server::start(Behavior::good().on("DescribeRegions", Misdeed::internal_error()));
    scenario(&server, "wait_factor: 0.2\nmax_attempts: 3", &format!("{RAW}    error: AuthFailure\n"));
    assert_eq!(server.count("DescribeRegions"), 1);
}

#[test]
fn what_a_lost_attempt_created_is_found_by_the_runs_tag_at_the_end_of_its_scenario() {
    let server = Server::start(Behavior::good().carried_out(1, "CreateVolume", Misdeed::internal_error()));
    let steps = "steps:\n  - CreateVolume: { AvailabilityZone: a, Size: 1 }\n";
    let finished = scenario(&server, "wait_factor: 0.2\nmax_attempts: 2\nrun_checks: { aftermath: false }", steps);
    assert_eq!(server.count("CreateVolume"), 2, "{finished}");
    assert_eq!(server.alive("volume"), Vec::<String>::new(), "{finished}");
    let deleted = finished.entries_of("cleaned-up");
    assert_eq!(deleted.len(), 2, "{finished}");
    assert!(deleted.iter().all(|entry| entry["key"]["scenario"] == "vpc/one"), "{deleted:?}");
}

const VPC: &str = "steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n";
/// What was just created may be invisible for 100 seconds; nothing but clean-up deletes.
const PATIENT: &str = "wait_factor: 20\nmax_attempts: 1\nrun_checks: { aftermath: false, pages: false }";
const DONE: &str = "<DeleteVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
    <return>true</return></DeleteVpcResponse>";

#[test]
fn clean_up_deletes_what_was_just_created_and_is_not_found_yet() {
    let server = Server::start(Behavior::good().first(2, "DeleteVpc", Misdeed::refusal(400, NOT_FOUND)));
    let finished = scenario(&server, PATIENT, VPC);
    assert_eq!((server.alive("vpc").len(), server.count("DeleteVpc")), (0, 3), "{finished}");
    finished.exited(0);
}

#[test]
fn clean_up_takes_what_is_never_found_for_gone_after_a_bounded_time() {
    let server = Server::start(Behavior::good().on("DeleteVpc", Misdeed::refusal(400, NOT_FOUND)));
    let profile = "wait_factor: 0.1\nmax_attempts: 1\nrun_checks: { aftermath: false, pages: false }";
    let finished = scenario(&server, profile, VPC);
    finished.exited(0).within(Duration::from_secs(15));
    let cleaned = finished.entries_of("cleaned-up");
    assert_eq!((cleaned.len(), &cleaned[0]["clean_up"]["outcome"]), (1, &"gone".into()), "{finished}");
}

#[test]
fn clean_up_believes_at_once_that_gone_is_what_was_shown_or_deleted_with_its_vpc() {
    let server = Server::start(Behavior::good().on("DeleteVpc", Misdeed::refusal(400, NOT_FOUND)));
    let finished = scenario(&server, PATIENT, &format!("{VPC}  - DescribeVpcs: {{ VpcIds: [\"${{vpc}}\"] }}\n"));
    assert_eq!(server.count("DeleteVpc"), 1, "it was shown\n{finished}");

    let gone = Misdeed::refusal(400, "InvalidSubnetID.NotFound");
    let server = Server::start(Behavior::good().on("DeleteSubnet", gone).on("DeleteVpc", Misdeed::response(DONE)));
    let finished = scenario(&server, PATIENT, &format!("{SUBNET}  - DeleteVpc: {{ VpcId: \"${{vpc}}\" }}\n"));
    assert_eq!((server.count("DeleteVpc"), server.count("DeleteSubnet")), (1, 1), "its VPC was deleted\n{finished}");
}

#[test]
fn clean_up_looks_again_for_what_is_not_found_yet_though_it_deleted_the_vpc_around_it() {
    // The endpoint lets go of a VPC that has subnets.
    let unknown = Misdeed::refusal(400, "InvalidSubnetID.NotFound");
    let server = Server::start(Behavior::good().first(2, "DeleteSubnet", unknown).first(
        1,
        "DeleteVpc",
        Misdeed::response(DONE),
    ));
    let finished = scenario(&server, PATIENT, SUBNET);
    assert_eq!((server.count("DeleteSubnet"), server.alive("subnet").len()), (3, 0), "{finished}");
}

#[test]
fn what_comes_with_a_resource_is_looked_for_again_while_that_is_not_found_yet() {
    let of = |action: &str, inner: &str| {
        let head = "xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>";
        Misdeed::response(&format!("<{action}Response {head}{inner}</{action}Response>"))
    };
    let image = "<imagesSet><item><imageId>ami-0123456789abcdef0</imageId><imageState>available</imageState>\
        <blockDeviceMapping><item><ebs><snapshotId>snap-0123456789abcdef0</snapshotId></ebs></item></blockDeviceMapping>\
        </item></imagesSet>";
    let behavior = Behavior::good()
        .on("RegisterImage", of("RegisterImage", "<imageId>ami-0123456789abcdef0</imageId>"))
        .first(1, "DescribeImages", Misdeed::refusal(400, "InvalidAMIID.NotFound"))
        .on("DescribeImages", of("DescribeImages", image))
        .on("DeregisterImage", of("DeregisterImage", "<return>true</return>"))
        .on("DeleteSnapshot", of("DeleteSnapshot", "<return>true</return>"));
    let server = Server::start(behavior);
    let finished = scenario(&server, PATIENT, "steps:\n  - RegisterImage: { Name: \"${unique}\" }\n");
    assert_eq!((server.count("DescribeImages"), server.count("DeleteSnapshot")), (2, 1), "{finished}");
}
