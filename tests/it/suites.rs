//! The suites that the program carries, and folders in their place or laid over them.

use std::fs;

use test_support::{Behavior, Server};

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
    let server = Server::start(Behavior::good());
    let program = alone(server.url());
    program.execute(&["suites", "show"]).exited(0).prints("from the built-in suites");
    let run = program.execute(&["run", "--target", "target", "--out", "run", "key-pairs/delete-by-id"]);
    assert!(server.count("CreateKeyPair") > 0, "{run}");
    // The run holds what it was made from.
    fs::remove_file(program.path("endpoints.yaml")).unwrap();
    let again = program.execute(&["report", "run"]);
    assert_eq!(again.code, run.code, "{again}");
    assert!(program.path("run/suite/built-in/key-pairs/delete-by-id.yaml").exists());
    assert!(program.path("run/suite/built-in/known/openstack-xenserver.yaml").exists());
}

#[test]
fn a_folder_without_a_suite_yaml_is_laid_over_it() {
    let server = Server::start(Behavior::good());
    let program = alone(server.url());
    write(&program, "mine/vpcs/listed.yaml", MINE);
    write(&program, "mine/key-pairs/delete-by-id.yaml", &MINE.replace("VPCs can", "Two VPCs can"));
    let listed =
        program.execute(&["--suites", "mine", "list", "vpcs/listed", "key-pairs/delete-by-id", "vpc/lifecycle"]);
    listed.exited(0).prints("vpcs/listed").prints("Two VPCs can be listed").prints("vpc/lifecycle");
    let run = program.execute(&["--suites", "mine", "run", "--target", "target", "--out", "run", "vpcs/listed"]);
    let file = |finished: &Finished| finished.report()["scenarios"][0]["file"].clone();
    assert_eq!(file(&run), "mine/vpcs/listed.yaml");
    assert_eq!(file(&program.execute(&["report", "run"])), "mine/vpcs/listed.yaml");
    write(&program, "mine/levels.yaml", "areas: {}\n");
    program
        .execute(&["--suites", "mine", "lint"])
        .exited(1)
        .prints("mine/levels.yaml")
        .prints("only a whole suite has levels");
}

#[test]
fn a_folder_named_suites_counts_by_itself() {
    let program = alone("http://127.0.0.1:9/");
    program.execute(&["new", "vpcs/listed", "--action", "DescribeVpcs"]).exited(0).prints("suites/vpcs/listed.yaml");
    program.execute(&["list", "vpcs/listed", "vpc/lifecycle"]).exited(0);
    write(&program, "suites/suite.yaml", "name: mine\nversion: 1.0.0\n");
    program.execute(&["suites", "show"]).exited(0).prints("mine 1.0.0");
    program.execute(&["--suites", "none", "lint"]).exited(1).prints("suite folder not found");
}

#[test]
fn what_is_exported_is_what_is_carried() {
    let program = alone("http://127.0.0.1:9/");
    let carried = program.execute(&["suites", "show"]).stdout;
    program.execute(&["suites", "export", "out"]).exited(0).prints("--suites out");
    let exported = program.execute(&["--suites", "out", "suites", "show"]).stdout;
    let version = |shown: &str| shown.split(',').next().map(str::to_owned);
    assert_eq!(version(&exported), version(&carried));
    assert!(program.path("out/schema.json").exists() && program.path("out/README.md").exists());
    program.execute(&["suites", "export", "out"]).exited(2).prints("not empty");
}
