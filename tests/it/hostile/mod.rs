//! How our program fails: at endpoints that misbehave, when it is killed, when the disk is full, over hostile files.
//!
//! Each test says the same of another misfortune: the program ends in time, with the exit code that fits; it says what
//! happened; what it made is gone; and what is not its own is still there.

mod connections;
mod ends;
mod errors;
mod files;
mod lost_responses;
mod not_ec2;
mod oversized;
mod resume;
mod tls;

use std::time::Duration;

use crate::program::{Finished, Program};
use serde_json::Value;
use test_support::{Behavior, Misdeed, Server};

/// Long enough for every test that does not wait for something to be slow.
const SOON: Duration = Duration::from_secs(20);

/// A VPC is made and looked up; deleting it is left to clean-up.
const VPC: &str = "\
about: A VPC that was made can be looked up.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
steps:
  - CreateVpc: { CidrBlock: 10.0.0.0/16 }
    save: { vpc: Vpc.VpcId }
  - DescribeVpcs: { VpcIds: [\"${vpc}\"] }
    expect:
      - length(Vpcs): 1
";

/// A server on which there is a VPC already, which is nobody's business.
fn server(behavior: Behavior) -> Server {
    let server = Server::start(behavior);
    server.plant("CreateVpc", &[("CidrBlock", "10.9.0.0/16")]);
    server
}

/// Fails unless all that exists is what was there before.
#[track_caller]
fn assert_nothing_left(server: &Server, finished: &Finished) {
    assert_eq!(server.alive("vpc").len(), 1, "the VPC that was there, and no other\n{finished}");
    assert_eq!(server.alive("key-pair"), Vec::<String>::new(), "{finished}");
}

/// Runs [`VPC`] on a server that misbehaves whenever the VPC is looked up, and sees that the VPC is gone afterwards.
#[track_caller]
fn when_looked_up(misdeed: Misdeed) -> Finished {
    let server = server(Behavior::good().on("DescribeVpcs", misdeed));
    let finished = Program::against(server.url()).scenario("vpcs/looked-up", VPC).run();
    assert_nothing_left(&server, &finished);
    assert_eq!(cleaned_up(&finished), ["deleted"], "{finished}");
    finished
}

/// What became of each resource at clean-up.
fn cleaned_up(finished: &Finished) -> Vec<String> {
    let outcome = |entry: &Value| entry["clean_up"]["outcome"].as_str().map(str::to_owned);
    finished.entries_of("cleaned-up").iter().filter_map(outcome).collect()
}

/// The kinds of failure of the attempts that had no complete response.
fn failures(finished: &Finished) -> Vec<String> {
    let observed = finished.entries_of("observed");
    let of_scenarios = observed.iter().filter(|entry| entry["key"]["scenario"] != "inventory");
    let attempts = of_scenarios.filter_map(|entry| entry["observation"]["attempts"].as_array()).flatten();
    attempts.filter_map(|attempt| attempt["failure"]["kind"].as_str().map(str::to_owned)).collect()
}

/// The verdict on the one scenario: the same in all reports.
#[track_caller]
fn verdict(finished: &Finished) -> String {
    let report = finished.report();
    let verdict = report["scenarios"][0]["verdict"].as_str().unwrap_or_else(|| panic!("{report:#}")).to_owned();
    let junit = finished.junit();
    let element = match verdict.as_str() {
        "broken" | "unsupported" | "blocked" => "<failure",
        "error" => "<error",
        _ => "<testcase",
    };
    assert!(junit.contains(element), "JUnit says otherwise than {verdict}:\n{junit}");
    verdict
}

#[test]
fn a_good_server_is_conformant_and_left_as_it_was() {
    let server = server(Behavior::good());
    let finished = Program::against(server.url()).scenario("vpcs/looked-up", VPC).run();
    finished.exited(0).within(SOON);
    assert_eq!(verdict(&finished), "identical");
    assert_eq!(failures(&finished), Vec::<String>::new());
    assert_eq!(cleaned_up(&finished), ["deleted"]);
    assert_nothing_left(&server, &finished);
}
