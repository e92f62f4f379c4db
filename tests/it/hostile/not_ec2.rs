//! Responses that are not EC2's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::hostile::{SOON, verdict, when_looked_up};
use test_support::{Behavior, Misdeed, Server};

#[test]
fn a_web_page_deviates() {
    let finished = when_looked_up(Misdeed::html());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
}

#[test]
fn json_deviates() {
    let finished = when_looked_up(Misdeed::json());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
}

#[test]
fn nothing_at_all_deviates() {
    let finished = when_looked_up(Misdeed::empty());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
}

#[test]
fn bytes_that_are_not_utf8_deviate_and_are_kept_as_they_came() {
    let finished = when_looked_up(Misdeed::invalid_utf8());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "broken");
    let observed = finished.entries_of("observed");
    let bodies = observed.iter().filter_map(|entry| {
        let body = entry["observation"]["attempts"][0]["response"]["body"]["base64"].as_str()?;
        BASE64.decode(body).ok()
    });
    let kept = bodies.into_iter().any(|body| body.windows(4).any(|bytes| bytes == [0xff, 0xfe, 0xc3, 0x28]));
    assert!(kept, "the record has no such body\n{finished}");
}

#[test]
fn no_redirection_is_followed_because_the_signature_would_go_elsewhere() {
    for status in [301, 302, 307] {
        let elsewhere = Server::start(Behavior::good());
        let finished = when_looked_up(Misdeed::redirect(status, elsewhere.url()));
        finished.exited(1).within(SOON).prints(&status.to_string());
        assert_eq!(verdict(&finished), "broken");
        assert!(elsewhere.requests().is_empty(), "{status}: {:?}", elsewhere.requests());
    }
}
