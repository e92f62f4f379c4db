//! Errors of the service, lasting and passing.

use serde_json::Value;

use crate::hostile::{SOON, VPC, assert_nothing_left, cleaned_up, server, verdict, when_looked_up};
use crate::program::{Finished, Program};
use test_support::{Behavior, Misdeed};

#[test]
fn an_internal_error_where_success_is_due_deviates() {
    let finished = when_looked_up(Misdeed::internal_error());
    finished.exited(1).within(SOON).prints("InternalError");
    assert_eq!(verdict(&finished), "broken");
}

#[test]
fn throttling_for_a_while_is_waited_out_and_all_of_it_is_on_record() {
    let server = server(Behavior::good().first(3, "DescribeVpcs", Misdeed::throttling()));
    let program = Program::against(server.url()).profile("timeouts: { call: 60s }\nmax_attempts: 2");
    let finished = program.scenario("vpcs/looked-up", VPC).run();
    finished.exited(0).within(SOON);
    assert_eq!(verdict(&finished), "identical");
    // The first and the last list what the account has, before and after.
    assert_eq!(server.count("DescribeVpcs"), 6);
    assert_eq!(statuses(&finished, "DescribeVpcs"), [503, 503, 503, 200, 200, 200]);
    assert_nothing_left(&server, &finished);
}

#[test]
fn throttling_without_an_end_ends_at_the_deadline() {
    let finished = when_looked_up(Misdeed::throttling());
    finished.within(SOON).prints("RequestLimitExceeded");
    assert_ne!(finished.code, Some(0), "{finished}");
}

#[test]
fn a_deletion_that_fails_for_a_while_is_tried_again() {
    for passing in [Misdeed::internal_error(), Misdeed::throttling(), Misdeed::HangUp, Misdeed::html()] {
        let server = server(Behavior::good().first(2, "DeleteVpc", passing));
        let finished = Program::against(server.url()).scenario("vpcs/looked-up", VPC).run();
        finished.exited(0).within(SOON);
        assert_eq!(cleaned_up(&finished), ["deleted"]);
        assert_nothing_left(&server, &finished);
    }
}

#[test]
fn one_clean_up_that_fails_does_not_spoil_another_scenario() {
    let server = server(Behavior::good().on("DeleteVpc", Misdeed::internal_error()));
    let key = "\
about: A key pair can be made.
source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html
steps:
  - CreateKeyPair: { KeyName: \"${unique}\" }
";
    let program = Program::against(server.url()).scenario("vpcs/looked-up", VPC).scenario("key-pairs/made", key);
    let finished = program.run();
    finished.exited(6).prints("may not have been deleted");
    let mut cleaned = cleaned_up(&finished);
    cleaned.sort();
    assert_eq!(cleaned, ["deleted", "failed"]);
    assert_eq!(server.alive("key-pair"), Vec::<String>::new());

    server.behave(Behavior::good());
    program.execute(&["sweep", "run"]).exited(0);
    assert_nothing_left(&server, &finished);
}

/// The HTTP statuses of all attempts at an action.
fn statuses(finished: &Finished, operation: &str) -> Vec<u64> {
    let observed = finished.entries_of("observed");
    let asked = observed.iter().map(|entry| &entry["observation"]).filter(|one| one["operation"] == operation);
    let attempts = asked.filter_map(|one| one["attempts"].as_array()).flatten();
    attempts.filter_map(|attempt: &Value| attempt["response"]["status"].as_u64()).collect()
}
