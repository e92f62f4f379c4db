//! Ends of a client and of the program, and what is left.

use std::time::Duration;

use rustix::process::Signal;
use test_support::{Behaviour, Misdeed, Server};

use super::{arguments, client, client_run, observe, program};

/// Longer than any test waits.
const PATIENT: &str = "timeouts: { connect: 5s, attempt: 100s, call: 100s }\nmax_attempts: 1";
const BEGUN: Duration = Duration::from_secs(60);

#[test]
fn what_a_client_keeps_is_deleted_by_the_sweep() {
    let server = Server::start(Behaviour::good());
    let client = client::command();
    let program = program(&server, "vpc 10.0.0.0/16");
    let before = server.alive("vpc").len();
    program.ask(&arguments(&["--keep"], &client)).exited(0);
    assert_eq!((server.alive("vpc").len(), server.count("DeleteVpc")), (before + 1, 0));
    program.ask(&["sweep", "run"]).exited(0).says("vpc-");
    assert_eq!(server.alive("vpc").len(), before);
}

#[test]
fn ctrl_c_ends_the_client_and_cleans_up() {
    let server = Server::start(Behaviour::good());
    let client = client::command();
    let program = program(&server, "vpc 10.0.0.0/16; vpcs; hang");
    let running = program.begin(&arguments(&[], &client));
    server.await_asked("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::INT);
    running.finish().exited(5);
    assert_eq!(server.count("DeleteVpc"), 1);
}

#[test]
fn the_sweep_finishes_what_a_killed_program_left() {
    let server = Server::start(Behaviour::good().after(1, "DescribeVpcs", Misdeed::Silence));
    let client = client::command();
    let before = server.alive("vpc").len();
    let program = program(&server, "vpc 10.0.0.0/16; vpcs").profile(PATIENT);
    let running = program.begin(&arguments(&[], &client));
    server.await_asked("DescribeVpcs", 2, BEGUN);
    running.signal(Signal::KILL);
    running.finish();
    assert_eq!(server.alive("vpc").len(), before + 1);
    server.behave(Behaviour::good());
    program.ask(&["sweep", "run"]).exited(0).says("vpc-");
    assert_eq!(server.alive("vpc").len(), before);
}

#[test]
fn what_was_lost_on_the_way_back_is_named_and_not_deleted() {
    let server = Server::start(Behaviour::good().carried_out(1, "CreateKeyPair", Misdeed::HangUp));
    let finished = observe(&server, "key mine; exit 1", &[]);
    // The client's second attempt is refused as a duplicate of the first.
    assert_eq!(server.count("CreateKeyPair"), 2, "{finished}");
    assert_eq!(server.count("DeleteKeyPair"), 0, "somebody else may have made it meanwhile\n{finished}");
    finished.says("mine");
}

#[test]
fn a_client_that_hangs_is_ended() {
    let server = Server::start(Behaviour::good());
    let finished = observe(&server, "vpc 10.0.0.0/16; hang", &["--timeout", "5s"]);
    finished.exited(3).says("did not end within 5 s");
    assert_eq!(server.count("DeleteVpc"), 1, "{finished}");
    assert!(client_run(&finished)["exit_status"].is_null());
}

#[test]
fn a_program_that_does_not_exist_is_not_the_endpoints_fault() {
    let server = Server::start(Behaviour::good());
    let client = ["/nonexistent/program".to_owned()];
    program(&server, "").ask(&arguments(&[], &client)).exited(3).says("cannot start /nonexistent/program");
}

#[test]
fn an_endpoint_that_goes_away_midway_is_at_fault_and_what_was_made_is_deleted() {
    let server = Server::start(Behaviour::good().after(1, "DescribeVpcs", Misdeed::HangUp));
    let finished = observe(&server, "vpc 10.0.0.0/16; vpcs; vpcs", &[]);
    finished.exited(1).says("DescribeVpcs");
    assert_eq!(server.count("DeleteVpc"), 1, "{finished}");
    assert!(super::codes(&finished).contains(&"X118".to_owned()), "{finished}");
}

#[test]
fn a_client_that_dies_of_a_signal_is_not_the_endpoints_fault() {
    let server = Server::start(Behaviour::good());
    let client = ["sh", "-c", "kill -9 $$"].map(str::to_owned);
    program(&server, "").ask(&arguments(&[], &client)).exited(3).says("ended by a signal");
}
