//! Known deviations during a run.

use crate::engine::verdict;
use crate::program::Program;
use test_support::{Behavior, Misdeed, Server};

const ASKED: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/x.html\nsteps:\n  - DescribeVpcs: {}\n";
const KNOWN: &str = "platform: A cloud\nwhen: { platform: cloud }\ndeviations:\n  - finding: X114\n    \
                     operation: DescribeVpcs\n    reason: a bug of 2014\n";

#[test]
fn known_deviations_are_not_printed_during_a_run() {
    let server = Server::start(Behavior::good().on("DescribeVpcs", Misdeed::refusal(500, "InternalError")));
    let program = || {
        Program::against(server.url())
            .profile("facts: { platform: cloud }\nmax_attempts: 1")
            .scenario("vpc/asked", ASKED)
    };
    let finished = program().run();
    finished.exited(1);
    assert!(finished.stderr.contains("broken vpc/asked on target: X114"), "{finished}");
    let finished = program().scenario("known/cloud", KNOWN).run();
    finished.exited(0);
    assert_eq!(verdict(&finished, "vpc/asked"), "broken");
    assert!(!finished.stderr.contains("vpc/asked on target"), "{finished}");
}
