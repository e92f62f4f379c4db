//! `observe --draft`: what a client did, as scenarios that are linted and run.

use test_support::{Behavior, Server};

use super::{arguments, client, program};

const SCRIPT: &str = "key mine; keys; vpc 10.0.0.0/16; find-vpc; subnet 10.0.1.0/24; delete-key mine";

#[test]
fn drafts_of_a_client_are_linted_and_run() {
    let server = Server::start(Behavior::good());
    let client = client::command();
    let program = program(&server, SCRIPT);
    // Of subnets the server shows less than AWS does.
    let lenient = ["--fail-on", "breaking"];
    let observed = program.execute(&arguments(&["--draft", "drafts", lenient[0], lenient[1]], &client));
    observed.exited(0).prints("key-pair: 2 steps").prints("vpc: 3 steps").prints("describe-key-pairs: 1 step");
    observed.prints("ec2-compat run --suites drafts --target target tag:draft");
    let area = std::fs::read_dir(program.path("drafts")).unwrap().next().unwrap().unwrap().path();
    let vpc = std::fs::read_to_string(area.join("vpc.yaml")).unwrap();
    assert!(vpc.contains("    save: { vpc: Vpc.VpcId }\n") && vpc.contains("      VpcId: \"${vpc}\"\n"), "{vpc}");
    let key = std::fs::read_to_string(area.join("key-pair.yaml")).unwrap();
    assert!(key.contains("KeyName: \"${unique}\"") && !key.contains("mine") && !key.contains("KeyMaterial"), "{key}");

    program.execute(&["lint", "--suites", "drafts"]).exited(0);
    let run = ["run", "--suites", "drafts", "--target", "target", "--out", "drafted", "tag:draft"];
    program.execute(&[&run[..], &lenient].concat()).exited(0);
    assert_eq!((server.count("CreateKeyPair"), server.count("CreateSubnet"), server.count("DeleteVpc")), (2, 2, 2));

    // A second time of an earlier run: nothing is overwritten.
    program
        .execute(&[&["report", "run", "--draft", "drafts"][..], &lenient].concat())
        .exited(0)
        .prints("key-pair-2: 2 steps");
    assert!(area.join("vpc-2.yaml").exists());
    // The drafts themselves have no client.
    program
        .execute(&[&["report", "drafted", "--draft", "drafts"][..], &lenient].concat())
        .exited(0)
        .prints("no drafts");
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_before_anything_is_sent() {
    let server = Server::start(Behavior::good());
    let client = client::command();
    let program = program(&server, "vpc 10.0.0.0/16").file("file", "");
    program.execute(&arguments(&["--draft", "file/drafts"], &client)).exited(3).prints("file/drafts");
    assert_eq!(server.count("CreateVpc"), 0);
}
