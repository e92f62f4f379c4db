//! Generated checks: what is not there is asked for once, and what was made all the same is deleted.

use crate::engine::verdict;
use crate::program::{Finished, Program};
use test_support::{Behaviour, Misdeed, Server};

fn run(server: &Server, filter: &str) -> Finished {
    Program::against(server.url()).ask(&["run", "--generated", "--target", "target", "--out", "run", filter])
}

#[test]
fn an_action_that_is_missing_is_asked_for_once() {
    let server = Server::start(Behaviour::good().on("DescribeVpcs", Misdeed::refusal(400, "InvalidAction")));
    let finished = run(&server, "generated/DescribeVpcs");
    finished.exited(1);
    assert_eq!(server.count("DescribeVpcs"), 1, "{finished}");
    assert_eq!(verdict(&finished, "generated/DescribeVpcs[absent-id.VpcIds]"), "unsupported");
    assert_eq!(verdict(&finished, "generated/DescribeVpcs[unknown-parameter]"), "skipped");
}

#[test]
fn what_an_endpoint_makes_that_does_not_heed_a_dry_run_is_deleted() {
    let server = Server::start(Behaviour::good());
    let finished = run(&server, "generated/CreateKeyPair[dry-run]");
    finished.exited(1);
    assert_eq!(verdict(&finished, "generated/CreateKeyPair[dry-run]"), "deviates");
    assert_eq!(server.count("DeleteKeyPair"), 1, "{finished}");
    assert_eq!(server.alive("key-pair"), [""; 0]);
}

#[test]
fn a_server_error_on_what_cannot_be_carried_out_leaves_nothing_to_look_for() {
    let server = Server::start(Behaviour::good().on("CreateVpc", Misdeed::refusal(500, "InternalError")));
    let finished = run(&server, "generated/CreateVpc[dry-run]");
    assert_eq!(verdict(&finished, "generated/CreateVpc[dry-run]"), "deviates");
    assert_eq!(server.count("CreateVpc"), 1, "{finished}");
    assert_eq!(server.count("DescribeVpcs"), 0, "{finished}");
}
