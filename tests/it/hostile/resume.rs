//! A record that was killed goes on.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::hostile::{VPC, assert_nothing_left, server};
use crate::program::Program;
use test_support::{Behavior, Misdeed};

/// The program is killed long before any of these.
const PATIENT: &str = "timeouts: { connect: 5s, attempt: 100s, call: 100s }\nmax_attempts: 1";
/// A killed process is waited for by the test no longer than this.
const BEGUN: Duration = Duration::from_secs(30);
const RECORD: [&str; 7] = ["record", "--target", "target", "--out", "run", "--jobs", "1"];

const REGIONS: &str = "\
about: Regions are listed.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
steps:
  - DescribeRegions: {}
";

/// Waits until the scenario is on the disk: a killed run loses at most the last quarter of a second.
fn await_recorded(program: &Program, scenario: &str) {
    let begun = Instant::now();
    let is_recorded = || {
        let transcripts = record::TranscriptReader::open(program.path("run")).unwrap();
        transcripts.flatten().any(|one| one.key.scenario == scenario && one.ended.is_some())
    };
    while !is_recorded() {
        assert!(begun.elapsed() < BEGUN, "{scenario} is not recorded");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_was_recorded_stays_and_what_was_made_is_deleted() {
    let server = server(Behavior::good().after(1, "DescribeVpcs", Misdeed::Silence));
    let program = Program::against(server.url()).profile(PATIENT);
    let program = program.scenario("regions/listed", REGIONS).scenario("vpcs/looked-up", VPC);
    let running = program.begin(&RECORD);
    server.await_requests("DescribeVpcs", 2, BEGUN);
    await_recorded(&program, "regions/listed");
    running.signal(Signal::KILL);
    running.finish();
    assert_eq!((server.count("DescribeRegions"), server.alive("vpc").len()), (1, 2), "it was killed midway");

    server.behave(Behavior::good());
    program.execute(&RECORD).exited(3);
    let resumed = program.execute(&[&RECORD[..], &["--resume"]].concat());
    resumed.exited(0).prints("It can be used as a reference.").prints("resumed once after an interruption");
    assert_eq!(server.count("DescribeRegions"), 1, "what was recorded is not sent again: {resumed}");
    assert_nothing_left(&server, &resumed);
    assert_eq!(resumed.entries_of("run-resumed").len(), 1, "{resumed}");
    let report = resumed.report();
    let verdicts: Vec<_> = report["scenarios"].as_array().into_iter().flatten().map(|one| &one["verdict"]).collect();
    assert_eq!(verdicts, ["identical", "identical"], "{report:#}");

    program.execute(&["report", "run"]).exited(0).prints("2 scenarios: 2 identical");
    program.execute(&[&RECORD[..], &["--resume"]].concat()).exited(4).prints("nothing is left to run");
}

#[test]
fn a_run_with_flakes_and_throttling_should_not_be_a_reference() {
    let throttled = Misdeed::refusal(503, "RequestLimitExceeded");
    let refused = Misdeed::refusal(400, "InvalidParameterValue");
    let server = server(Behavior::good().first(1, "DescribeRegions", throttled).first(1, "DescribeVpcs", refused));
    let vpcs = REGIONS.replace("DescribeRegions", "DescribeVpcs");
    let program = Program::against(server.url()).scenario("regions/listed", REGIONS).scenario("vpcs/listed", &vpcs);
    let finished = program.execute(&["record", "--target", "target", "--out", "run", "--repeat", "2"]);
    finished.prints("It should not be used as a reference:").prints("1 scenario flaky").prints("1 in all");
    assert_eq!(finished.report()["scenarios"][0]["throttled"], 1, "{finished}");
}
