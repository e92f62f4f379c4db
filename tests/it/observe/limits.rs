//! What a client may not do.

use test_support::{Behavior, Server};

use super::{client_run, codes, observe};

#[test]
fn quotas_of_the_profile_hold() {
    let server = Server::start(Behavior::good());
    let existing = server.alive("vpc").len();
    assert!(existing < 2, "the test below allows for that");
    let client = super::client::command();
    let program = super::program(&server, "vpc 10.0.0.0/16; vpc 10.1.0.0/16; vpc 10.2.0.0/16").profile(
        "timeouts: { connect: 1s, attempt: 5s, call: 5s }\nwait_factor: 0.1\nmax_attempts: 1\nquotas: { vpcs: 2 }",
    );
    let finished = program.execute(&super::arguments(&[], &client));
    finished.exited(3).prints("quotas.vpcs");
    assert_eq!(server.count("CreateVpc"), 2 - existing, "{finished}");
    assert_eq!(client_run(&finished)["refused"][0]["cause"], "quota");
    assert!(codes(&finished).contains(&"U004".to_owned()), "{finished}");
}

#[test]
fn own_only_refuses_what_was_there_before_and_allows_what_is_new() {
    let server = Server::start(Behavior::good());
    let finished = observe(&server, "key mine; delete-key mine; delete-key theirs", &["--own-only"]);
    finished.exited(3).prints("theirs").prints("not the run's own");
    assert_eq!(server.count("DeleteKeyPair"), 1, "{finished}");
}
