//! Answers that are not EC2's.

use crate::support::{Behaviour, Misdeed, Server};
use crate::{SOON, verdict, when_looked_up};

#[test]
fn a_web_page_deviates() {
    let finished = when_looked_up(Misdeed::html());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "deviates");
}

#[test]
fn json_deviates() {
    let finished = when_looked_up(Misdeed::json());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "deviates");
}

#[test]
fn nothing_at_all_deviates() {
    let finished = when_looked_up(Misdeed::empty());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "deviates");
}

#[test]
fn bytes_that_are_not_utf8_deviate_and_are_kept_as_they_came() {
    let finished = when_looked_up(Misdeed::invalid_utf8());
    finished.exited(1).within(SOON);
    assert_eq!(verdict(&finished), "deviates");
    let kept = finished.entries_of("observed").iter().any(|entry| {
        entry["observation"]["attempts"][0]["response"]["body"]["base64"]
            .as_str()
            .is_some_and(|body| body.contains("//7DK"))
    });
    assert!(kept, "the record has no such body\n{finished}");
}

#[test]
fn no_redirection_is_followed_because_the_signature_would_go_elsewhere() {
    for status in [301, 302, 307] {
        let elsewhere = Server::start(Behaviour::good());
        let finished = when_looked_up(Misdeed::redirect(status, elsewhere.url()));
        finished.exited(1).within(SOON).says(&status.to_string());
        assert_eq!(verdict(&finished), "deviates");
        assert!(elsewhere.requests().is_empty(), "{status}: {:?}", elsewhere.requests());
    }
}
