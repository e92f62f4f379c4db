//! Which scenarios run.

use crate::engine::verdict;
use crate::program::Program;
use test_support::{Behavior, Server};

fn regions(extra: &str) -> String {
    format!(
        "about: Regions are listed.\n\
         source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html\n\
         {extra}steps:\n  - DescribeRegions: {{}}\n"
    )
}

fn program(server: &Server) -> Program {
    Program::against(server.url())
        .profile("facts: { image: { ebs: ami-1 }, platform: here }")
        .scenario("regions/plain", &regions(""))
        .scenario("regions/tagged", &regions("tags: [core]\n"))
        .scenario("zones/needing", &regions("requires: [hypervisor]\n"))
        .scenario("zones/elsewhere", &regions("requires: [platform=there]\n"))
        .scenario("zones/met", &regions("requires: [image.ebs, platform=here]\n"))
}

#[test]
fn a_scenario_whose_requirements_are_not_met_is_skipped_with_the_reason() {
    let server = Server::start(Behavior::good());
    let finished = program(&server).run();
    finished.exited(0).prints("hypervisor");
    assert_eq!(verdict(&finished, "zones/needing"), "skipped");
    assert_eq!(verdict(&finished, "zones/elsewhere"), "skipped");
    assert_eq!(verdict(&finished, "zones/met"), "identical");
}

#[test]
fn filters_select_and_an_empty_selection_is_reported() {
    let server = Server::start(Behavior::good());
    let program = program(&server);
    let listed = |filters: &[&str]| {
        let listed = program.execute(&[&["list"], filters].concat());
        let ids: Vec<String> =
            listed.stdout.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
        ids
    };
    assert_eq!(listed(&["regions/*"]), ["regions/plain", "regions/tagged"]);
    assert_eq!(listed(&["tag:core"]), ["regions/tagged"]);
    assert_eq!(listed(&["area:regions", "!tag:core"]), ["regions/plain"]);
    for command in [&["list"][..], &["run", "--target", "target"], &["plan", "--target", "target"]] {
        let unmatched = program.execute(&[command, &["regionz/*"]].concat());
        unmatched.exited(4).prints("no scenario matches `regionz/*`; did you mean `regions/*`?");
        program.execute(&[command, &["tag:"]].concat()).exited(2).prints("the filter `tag:` is empty");
        program.execute(&[command, &["regions/*", "!area:regions"]].concat()).exited(4);
    }
    program.execute(&["run", "--target", "target", "--out", "run", "zones/needing"]).exited(4);
}

#[test]
fn a_plan_lists_calls_and_skipped_scenarios_and_sends_nothing() {
    let server = Server::start(Behavior::good());
    program(&server)
        .execute(&["plan", "--target", "target"])
        .exited(0)
        .prints("DescribeRegions")
        .prints("zones/needing");
    assert_eq!(server.requests().len(), 0);
}

const VOLUME: &str = "about: A volume is made.\n\
     source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html\n\
     timeout: 30m\nsteps:\n  - CreateVolume: { AvailabilityZone: a, Size: 1 }\n  - CreateVolume: { AvailabilityZone: a, Size: 2 }\n";

#[test]
fn a_plan_lists_how_long_resources_may_exist() {
    let server = Server::start(Behavior::good());
    let program = Program::against(server.url()).profile("wait_factor: 2").scenario("volumes/made", VOLUME);
    let planned = program.execute(&["plan", "--target", "target"]);
    // The timeouts of the scenario and of clean-up (3 min), doubled by the profile.
    planned.exited(0).prints("2 x volume (CreateVolume, deleted by DeleteVolume), each for at most 66 min");
    planned.prints("2.2 h in total");
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_record_begins_with_its_plan_and_ends_with_how_to_use_it() {
    let server = Server::start(Behavior::good());
    let program = program(&server);
    program.execute(&["record", "--target", "target", "--plan"]).exited(0).prints("DescribeRegions");
    assert_eq!(server.requests().len(), 0);

    let recorded = program.execute(&["record", "--target", "target", "--out", "mine"]);
    recorded.exited(0).prints("DescribeRegions").prints("Reference: target").prints("--reference-run mine");
    recorded.prints("3 of 5 scenarios can be compared with it; 2 skipped");
    program.execute(&["run", "--target", "target", "--reference-run", "mine", "--out", "run"]).exited(0);
    program.execute(&["report", "run", "--reference-run", "mine"]).exited(0);
}

#[test]
fn a_run_that_creates_on_amazons_own_service_needs_allow_billable() {
    let program = Program::against("http://127.0.0.1:9").scenario("volumes/made", VOLUME);
    let amazon = "endpoints: { target: { region: us-east-1, credentials: { file: credentials } } }\n";
    std::fs::write(program.path("endpoints.yaml"), amazon).expect("a temporary folder can be written");
    let refused = program.execute(&["record", "--target", "target"]);
    refused.exited(3).prints("2 x volume").prints("pass --allow-billable 2 ").prints("at least 2");
}

#[test]
fn a_scenario_tagged_alone_runs_while_no_other_does() {
    let server = Server::start(Behavior::good());
    let mut program = Program::against(server.url()).scenario("alone/first", &regions("tags: [alone]\n"));
    for number in 0..12 {
        program = program.scenario(&format!("regions/other-{number}"), &regions(""));
    }
    let finished = program.scenario("zones/alone", &regions("tags: [core, alone]\n")).run();
    finished.exited(0);
    // Among the entries of scenarios, those of the two come last, one scenario after the other.
    let named = finished
        .entries()
        .iter()
        .filter_map(|entry| entry["key"]["scenario"].as_str().map(str::to_owned))
        .collect::<Vec<_>>();
    let order: Vec<&str> = named.chunk_by(|one, next| one == next).map(|chunk| chunk[0].as_str()).collect();
    assert_eq!(order[order.len() - 2..], ["alone/first", "zones/alone"], "{finished}");
    assert_eq!(
        named.iter().position(|name| name == "alone/first"),
        named.iter().rposition(|name| name.starts_with("regions/")).map(|at| at + 1)
    );
}
