//! Certificates that are not to be trusted.

use crate::hostile::{SOON, VPC, verdict};
use crate::program::Program;
use test_support::{Behavior, Identity, Server};

const PROFILE: &str = "timeouts: { connect: 2s, attempt: 2s, call: 5s }\nmax_attempts: 1\ntls: { ca: ca.pem }";

#[test]
fn a_certificate_of_a_known_authority_for_the_right_address_is_good() {
    let identity = Identity::of("127.0.0.1");
    let server = Server::start_tls(Behavior::good(), &identity);
    let program = Program::against(server.url()).profile(PROFILE).scenario("vpcs/looked-up", VPC);
    identity.write_authority(&program.path("ca.pem"));
    let finished = program.run();
    finished.exited(0).within(SOON);
    assert_eq!(verdict(&finished), "identical");
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let identity = Identity::of("elsewhere.example");
    let server = Server::start_tls(Behavior::good(), &identity);
    let program = Program::against(server.url()).profile(PROFILE).scenario("vpcs/looked-up", VPC);
    identity.write_authority(&program.path("ca.pem"));
    let finished = program.run();
    finished.exited(3).within(SOON).prints("certificate");
    assert!(server.requests().is_empty(), "{:?}", server.requests());
}

#[test]
fn a_certificate_of_an_unknown_authority_is_refused() {
    let server = Server::start_tls(Behavior::good(), &Identity::of("127.0.0.1"));
    let program = Program::against(server.url()).profile(PROFILE).scenario("vpcs/looked-up", VPC);
    Identity::of("127.0.0.1").write_authority(&program.path("ca.pem"));
    let finished = program.run();
    finished.exited(3).within(SOON).prints("certificate");
    assert!(server.requests().is_empty(), "{:?}", server.requests());
}
