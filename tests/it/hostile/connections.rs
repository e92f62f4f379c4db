//! Connections that are refused, silent, slow or broken.

use std::time::Duration;

use crate::hostile::{SOON, VPC, assert_nothing_left, cleaned_up, failures, server, verdict, when_looked_up};
use crate::program::Program;
use test_support::{Behavior, Misdeed, Nobody};

#[test]
fn where_nobody_listens_nothing_is_begun() {
    let nobody = Nobody::home();
    let finished = Program::against(&nobody.url()).scenario("vpcs/looked-up", VPC).run();
    finished.exited(3).within(SOON).prints("cannot be reached").prints(&nobody.url()).prints("doctor");
}

#[test]
fn a_response_that_never_comes_is_given_up_in_time() {
    let finished = when_looked_up(Misdeed::Silence);
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
    assert_eq!(failures(&finished), ["timeout"]);
}

#[test]
fn a_response_of_one_byte_a_second_is_given_up_in_time() {
    let finished = when_looked_up(Misdeed::Trickle);
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
    assert_eq!(failures(&finished), ["timeout"]);
}

#[test]
fn without_any_response_nothing_is_begun() {
    let server = server(Behavior::good().always(Misdeed::Silence));
    let finished = Program::against(server.url()).scenario("vpcs/looked-up", VPC).run();
    finished.exited(3).within(SOON).prints("cannot be reached").prints("no response");
    assert_eq!(server.count("CreateVpc"), 0, "{finished}");
}

#[test]
fn an_endpoint_that_falls_silent_is_given_up_in_time_and_what_may_be_left_is_reported() {
    let silent = Behavior::good().on("DescribeVpcs", Misdeed::Silence).on("DeleteVpc", Misdeed::Silence);
    let server = server(silent);
    let program = Program::against(server.url()).scenario("vpcs/looked-up", VPC);
    let finished = program.run();
    finished
        .exited(1)
        .within(Duration::from_secs(60))
        .prints("may not have been deleted")
        .prints(&server.alive("vpc")[1]);
    assert_eq!(cleaned_up(&finished), ["failed"]);
}

#[test]
fn a_connection_closed_without_a_response_is_reported_as_such() {
    let finished = when_looked_up(Misdeed::HangUp);
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
    assert_eq!(failures(&finished), ["closed"]);
}

#[test]
fn a_connection_closed_midway_is_reported_as_such() {
    let finished = when_looked_up(Misdeed::CutShort);
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
    assert_eq!(failures(&finished), ["closed"]);
}

#[test]
fn a_body_shorter_than_announced_is_no_response() {
    let finished = when_looked_up(Misdeed::ClaimsMore);
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
    assert_eq!(failures(&finished), ["closed"]);
}

#[test]
fn a_body_longer_than_announced_is_read_as_announced_and_does_not_spoil_the_next_response() {
    let finished = when_looked_up(Misdeed::ClaimsLess);
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
}

#[test]
fn what_is_not_http_is_reported_as_such() {
    let finished = when_looked_up(Misdeed::Gibberish);
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
    assert_eq!(failures(&finished), ["malformed"]);
}

#[test]
fn a_server_that_goes_away_leaves_what_the_sweep_then_deletes() {
    let gone = Behavior::good().on("DescribeVpcs", Misdeed::HangUp).on("DeleteVpc", Misdeed::HangUp);
    let server = server(gone);
    let program = Program::against(server.url()).scenario("vpcs/looked-up", VPC);
    let finished = program.run();
    finished.within(Duration::from_secs(60)).prints("may not have been deleted").prints("sweep");
    assert_eq!(cleaned_up(&finished), ["failed"]);
    assert_eq!(server.alive("vpc").len(), 2);

    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0).within(SOON);
    assert_nothing_left(&server, &finished);
}
