//! Which scenarios are played.

use crate::support::{Behaviour, Program, Server};
use crate::verdict;

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
fn what_the_endpoint_lacks_is_skipped_with_the_reason() {
    let server = Server::start(Behaviour::good());
    let finished = program(&server).run();
    finished.exited(0).says("hypervisor");
    assert_eq!(verdict(&finished, "zones/needing"), "skipped");
    assert_eq!(verdict(&finished, "zones/elsewhere"), "skipped");
    assert_eq!(verdict(&finished, "zones/met"), "conformant");
}

#[test]
fn filters_select_and_nothing_selected_is_said() {
    let server = Server::start(Behaviour::good());
    let program = program(&server);
    let listed = |filters: &[&str]| {
        let listed = program.ask(&[&["list"], filters].concat());
        let ids: Vec<String> =
            listed.stdout.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
        ids
    };
    assert_eq!(listed(&["regions/*"]), ["regions/plain", "regions/tagged"]);
    assert_eq!(listed(&["tag:core"]), ["regions/tagged"]);
    assert_eq!(listed(&["area:regions", "!tag:core"]), ["regions/plain"]);
    program.ask(&["list", "regionz/*"]).exited(2);
    program.ask(&["run", "--target", "target", "--out", "run", "zones/needing"]).exited(4);
}

#[test]
fn a_plan_says_what_would_be_called_and_skipped_and_asks_nothing() {
    let server = Server::start(Behaviour::good());
    program(&server).ask(&["plan", "--target", "target"]).exited(0).says("DescribeRegions").says("zones/needing");
    assert_eq!(server.requests().len(), 0);
}
