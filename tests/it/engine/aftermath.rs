//! After clean-up: what is left of a run is found, deleted and reported, and descriptions still work.

use serde_json::Value;
use test_support::{Behavior, Misdeed, Server};

use crate::engine::verdict;
use crate::program::{Finished, Program};

const VPC: &str = "\
about: A VPC can be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
";
const REFUSED: &str = "\
about: A VPC cannot be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    error: InvalidVpcRange
";
const QUICK: &str = "timeouts: { connect: 1s, attempt: 1s, call: 5s }\nwait_factor: 0.01\nmax_attempts: 1";
const DONE: &str = "<DeleteVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
    <return>true</return></DeleteVpcResponse>";

/// The findings of the check: code, path.
fn found(finished: &Finished) -> Vec<(String, String)> {
    let report = finished.report();
    let row = report["scenarios"].as_array().into_iter().flatten().find(|row| row["id"] == "aftermath").cloned();
    let text = |finding: &Value, member: &str| finding[member].as_str().unwrap_or_default().to_owned();
    let findings = row.as_ref().and_then(|row| row["findings"].as_array());
    findings.into_iter().flatten().map(|finding| (text(finding, "code"), text(finding, "path"))).collect()
}

fn expected(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

#[test]
fn a_run_that_leaves_nothing_describes_before_and_after_what_it_created() {
    let server = Server::start(Behavior::good());
    let finished = Program::against(server.url()).scenario("vpcs/made", VPC).run();
    finished.exited(0);
    assert_eq!(server.count("DescribeVpcs"), 3, "{finished}");
    let last = finished.entries_of("observed").pop().unwrap_or_default();
    assert_eq!(
        (&last["key"]["scenario"], &last["observation"]["step"]),
        (&"aftermath".into(), &"actions[DescribeVpcs]".into())
    );
    assert_eq!(finished.report()["run"]["calls"], 5, "{}", finished.report()["run"]);
}

#[test]
fn a_run_that_creates_nothing_describes_nothing() {
    let server = Server::start(Behavior::good());
    let read = "about: VPCs are listed.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  - DescribeVpcs: {}\n";
    Program::against(server.url()).scenario("vpcs/listed", read).run().exited(0);
    assert_eq!(server.count("DescribeVpcs"), 1);
}

#[test]
fn what_was_made_by_a_refused_call_is_found_by_the_tag_and_deleted() {
    let made = Behavior::good().carried_out(1, "CreateVpc", Misdeed::refusal(400, "InvalidVpcRange"));
    let server = Server::start(made);
    let finished = Program::against(server.url()).scenario("vpcs/refused", REFUSED).run();
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
    finished.exited(1).prints("vpc that no response reported");
    assert_eq!(found(&finished), expected("A903", "vpc"));
    assert_eq!(verdict(&finished, "vpcs/refused"), "identical", "{finished}");
}

#[test]
fn what_is_still_there_after_its_deletion_is_a_finding_and_left_over() {
    let server = Server::start(Behavior::good().on("DeleteVpc", Misdeed::response(DONE)));
    let finished = Program::against(server.url()).profile(QUICK).scenario("vpcs/made", VPC).run();
    finished.exited(1).prints("may not have been deleted").prints("DeleteVpc succeeded, and it is still described");
    assert_eq!(server.alive("vpc").len(), 1, "{finished}");
    let mut codes: Vec<String> = found(&finished).into_iter().map(|(code, _)| code).collect();
    codes.sort();
    assert_eq!(codes, ["A902", "A904"], "{finished}");
    assert_eq!(verdict(&finished, "vpcs/made"), "identical");
}

#[test]
fn what_a_deletion_left_is_deleted_again() {
    let late = Behavior::good().first(1, "DeleteVpc", Misdeed::response(DONE));
    let server = Server::start(late);
    let finished = Program::against(server.url()).profile(QUICK).scenario("vpcs/made", VPC).run();
    assert_eq!(server.alive("vpc"), Vec::<String>::new(), "{finished}");
    assert_eq!(found(&finished), expected("A902", "vpc"), "{finished}");
}

#[test]
fn a_description_that_fails_after_clean_up_is_a_finding() {
    let server = Server::start(Behavior::good().after(2, "DescribeVpcs", Misdeed::internal_error()));
    let finished = Program::against(server.url()).scenario("vpcs/made", VPC).run();
    finished.exited(1).prints("fails after clean-up").prints("vpc unknown");
    let mut codes: Vec<String> = found(&finished).into_iter().map(|(code, _)| code).collect();
    codes.sort();
    assert_eq!(codes, ["A901", "A904"], "what is left is not known: {finished}");
    assert_eq!(verdict(&finished, "vpcs/made"), "identical");
}

#[test]
fn a_description_that_never_succeeded_is_no_finding_of_the_check() {
    let server = Server::start(Behavior::good().on("DescribeVpcs", Misdeed::internal_error()));
    let finished = Program::against(server.url()).scenario("vpcs/made", VPC).run();
    assert_eq!(found(&finished), []);
}

#[test]
fn a_known_leftover_does_not_decide_the_exit_code() {
    let stuck = Behavior::good().on("DeleteVpc", Misdeed::refusal(403, "UnauthorizedOperation"));
    let server = Server::start(stuck);
    let profile = format!("{QUICK}\nfacts: {{ platform: cloud }}");
    let program = Program::against(server.url()).profile(&profile).scenario("vpcs/made", VPC);
    let finished = program.run();
    finished.exited(6).prints("UnauthorizedOperation");
    let known = "platform: A cloud\nwhen: { platform: cloud }\ndeviations:\n  - finding: A904\n    operation: DeleteVpc\n    \
        path: vpc\n    actual: \"*UnauthorizedOperation*\"\n    reason: the account of this test may not delete\n";
    let program = program.scenario("known/cloud", known);
    program.execute(&["run", "--target", "target", "--out", "again"]).exited(0);
}

#[test]
fn an_empty_list_means_that_a_volume_is_gone() {
    let of = |action: &str, inner: &str| {
        Misdeed::response(&format!(
            "<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>{inner}\
             </{action}Response>"
        ))
    };
    let volume = "<volumeId>vol-0123456789abcdef0</volumeId><status>creating</status>";
    let empty = Behavior::good()
        .on("CreateVolume", of("CreateVolume", volume))
        .on("DeleteVolume", of("DeleteVolume", "<return>true</return>"))
        .on("DescribeVolumes", of("DescribeVolumes", "<volumeSet/>"));
    let server = Server::start(empty);
    let scenario = "about: A volume.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  \
        - CreateVolume: { Size: 1, AvailabilityZone: a }\n";
    let finished = Program::against(server.url()).scenario("volumes/made", scenario).run();
    let cleaned = finished.entries_of("cleaned-up");
    assert_eq!((cleaned.len(), &cleaned[0]["clean_up"]["outcome"]), (1, &"deleted".into()), "{finished}");
    assert_eq!(server.count("DescribeVolumes"), 3, "{finished}");
}
