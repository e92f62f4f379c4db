//! Responses that would eat memory or time.

use crate::hostile::{SOON, VPC, assert_nothing_left, cleaned_up, failures, server, verdict, when_looked_up};
use crate::program::Program;
use test_support::{Behavior, Misdeed};

/// What a client may have taken of a response over the limit, the system's buffers included.
const TAKEN: u64 = 40 << 20;

#[test]
fn a_response_of_200_megabytes_is_cut_off_at_the_limit() {
    let server = server(Behavior::good().on("DescribeVpcs", Misdeed::Flood(200 << 20)));
    let program =
        Program::against(server.url()).profile("timeouts: { connect: 1s, attempt: 20s, call: 30s }\nmax_attempts: 1");
    let finished = program.scenario("vpcs/looked-up", VPC).run();
    finished.within(SOON);
    assert_eq!(failures(&finished), ["too-large"], "{finished}");
    assert!(server.flooded() < TAKEN, "{} bytes were taken", server.flooded());
    assert_eq!(cleaned_up(&finished), ["deleted"]);
    assert_nothing_left(&server, &finished);
}

#[test]
fn xml_a_hundred_thousand_elements_deep_deviates() {
    let finished = when_looked_up(Misdeed::nested(100_000));
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
}

#[test]
fn entities_that_multiply_are_not_expanded() {
    let finished = when_looked_up(Misdeed::entity_bomb());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
}
