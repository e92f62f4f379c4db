//! The suites that the program carries, and folders in their place or laid over them.

use std::fs;

use test_support::{Behaviour, Server};

use crate::program::{Finished, Program};

const MINE: &str = "\
about: VPCs can be listed.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html
steps:
  - DescribeVpcs: {}
";

/// A program in a folder without suites.
fn alone(url: &str) -> Program {
    let program = Program::against(url);
    fs::remove_dir_all(program.path("suites")).unwrap();
    program
}

fn write(program: &Program, name: &str, text: &str) {
    let path = program.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn without_a_folder_the_program_plays_what_it_carries() {
    let server = Server::start(Behaviour::good());
    let program = alone(server.url());
    program.ask(&["suites", "show"]).exited(0).says("the suites that the program carries");
    let run = program.ask(&["run", "--target", "target", "--out", "run", "key-pairs/delete-by-id"]);
    assert!(server.count("CreateKeyPair") > 0, "{run}");
    // The run holds what it was made from.
    fs::remove_file(program.path("endpoints.yaml")).unwrap();
    let again = program.ask(&["report", "run"]);
    assert_eq!(again.code, run.code, "{again}");
    assert!(program.path("run/suite/built-in/key-pairs/delete-by-id.yaml").exists());
    assert!(program.path("run/suite/built-in/known/openstack-xenserver.yaml").exists());
}

#[test]
fn a_folder_without_a_suite_yaml_is_laid_over_it() {
    let server = Server::start(Behaviour::good());
    let program = alone(server.url());
    write(&program, "mine/vpcs/listed.yaml", MINE);
    write(&program, "mine/key-pairs/delete-by-id.yaml", &MINE.replace("VPCs can", "Two VPCs can"));
    let listed = program.ask(&["--suites", "mine", "list", "vpcs/listed", "key-pairs/delete-by-id", "vpc/lifecycle"]);
    listed.exited(0).says("vpcs/listed").says("Two VPCs can be listed").says("vpc/lifecycle");
    let run = program.ask(&["--suites", "mine", "run", "--target", "target", "--out", "run", "vpcs/listed"]);
    let file = |finished: &Finished| finished.report()["scenarios"][0]["file"].clone();
    assert_eq!(file(&run), "mine/vpcs/listed.yaml");
    assert_eq!(file(&program.ask(&["report", "run"])), "mine/vpcs/listed.yaml");
    write(&program, "mine/levels.yaml", "areas: {}\n");
    program.ask(&["--suites", "mine", "lint"]).exited(1).says("mine/levels.yaml").says("only a whole suite has levels");
}

#[test]
fn a_folder_named_suites_counts_by_itself() {
    let program = alone("http://127.0.0.1:9/");
    program.ask(&["new", "vpcs/listed", "--action", "DescribeVpcs"]).exited(0).says("suites/vpcs/listed.yaml");
    program.ask(&["list", "vpcs/listed", "vpc/lifecycle"]).exited(0);
    write(&program, "suites/suite.yaml", "name: mine\nversion: 1.0.0\n");
    program.ask(&["suites", "show"]).exited(0).says("mine 1.0.0");
    program.ask(&["--suites", "none", "lint"]).exited(1).says("suite folder not found");
}

#[test]
fn what_is_exported_is_what_is_carried() {
    let program = alone("http://127.0.0.1:9/");
    let carried = program.ask(&["suites", "show"]).stdout;
    program.ask(&["suites", "export", "out"]).exited(0).says("--suites out");
    let exported = program.ask(&["--suites", "out", "suites", "show"]).stdout;
    let version = |shown: &str| shown.split(',').next().map(str::to_owned);
    assert_eq!(version(&exported), version(&carried));
    assert!(program.path("out/schema.json").exists() && program.path("out/README.md").exists());
    program.ask(&["suites", "export", "out"]).exited(2).says("not empty");
}
