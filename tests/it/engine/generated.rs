//! Generated checks: a missing action is called once, and what was created all the same is deleted.

use crate::engine::verdict;
use crate::program::{Finished, Program};
use test_support::{Behavior, Misdeed, Server};

fn run(server: &Server, filter: &str) -> Finished {
    Program::against(server.url()).execute(&["run", "--generated", "--target", "target", "--out", "run", filter])
}

#[test]
fn a_missing_action_is_called_once() {
    let server = Server::start(Behavior::good().on("DescribeVpcs", Misdeed::refusal(400, "InvalidAction")));
    let finished = run(&server, "generated/DescribeVpcs");
    finished.exited(1);
    assert_eq!(server.count("DescribeVpcs"), 1, "{finished}");
    assert_eq!(verdict(&finished, "generated/DescribeVpcs[absent-id.VpcIds]"), "unsupported");
    assert_eq!(verdict(&finished, "generated/DescribeVpcs[unknown-parameter]"), "skipped");
}

#[test]
fn what_an_endpoint_creates_despite_a_dry_run_is_deleted() {
    let server = Server::start(Behavior::good());
    let finished = run(&server, "generated/CreateKeyPair[dry-run]");
    finished.exited(1);
    assert_eq!(verdict(&finished, "generated/CreateKeyPair[dry-run]"), "broken");
    assert_eq!(server.count("DeleteKeyPair"), 1, "{finished}");
    assert_eq!(server.alive("key-pair"), [""; 0]);
}

#[test]
fn a_server_error_of_an_invalid_request_leaves_nothing_to_find() {
    let server = Server::start(Behavior::good().on("CreateVpc", Misdeed::refusal(500, "InternalError")));
    let finished = run(&server, "generated/CreateVpc[dry-run]");
    assert_eq!(verdict(&finished, "generated/CreateVpc[dry-run]"), "works", "it is refused, by another code");
    assert_eq!(server.count("CreateVpc"), 1, "{finished}");
    // What the account has, before and after: nothing is searched for besides.
    assert_eq!(server.count("DescribeVpcs"), 2, "{finished}");
}
