//! Missing and incomplete responses: each has its kind of failure, within its timeout.

use record::{Exchange, FailureKind, SdkVerdict};

use super::Lab;
use test_support::{Behavior, Misdeed, Nobody, Server};

async fn one_attempt(url: &str, settings: &[&str]) -> (Exchange, SdkVerdict) {
    let lab = settings.iter().fold(Lab::at(url).with("max_attempts: 1"), |lab, setting| lab.with(setting));
    let mut result = lab.call("DescribeVpcs").await;
    assert_eq!(result.attempts.len(), 1, "{result:?}");
    (result.attempts.remove(0), result.sdk)
}

fn kind(exchange: &Exchange) -> FailureKind {
    exchange.failure.as_ref().unwrap_or_else(|| panic!("it failed: {exchange:?}")).kind
}

async fn kind_after(misdeed: Misdeed) -> FailureKind {
    let server = Server::start(Behavior::good().always(misdeed));
    let (exchange, sdk) = one_attempt(server.url(), &[]).await;
    assert!(matches!(sdk, SdkVerdict::NoResponse { .. }), "{sdk:?}");
    kind(&exchange)
}

#[tokio::test]
async fn nobody_listens() {
    let nobody = Nobody::home();
    let (exchange, sdk) = one_attempt(&nobody.url(), &[]).await;
    assert_eq!(kind(&exchange), FailureKind::Unreachable);
    let detail = &exchange.failure.as_ref().expect("it failed").detail;
    assert!(detail.contains("Connection refused"), "{detail}");
    assert!(matches!(sdk, SdkVerdict::NoResponse { .. }));
}

#[tokio::test]
async fn a_name_that_does_not_resolve() {
    let (exchange, _) = one_attempt("http://nobody.invalid", &[]).await;
    assert_eq!(kind(&exchange), FailureKind::Unreachable);
}

#[tokio::test]
async fn connections_that_end_too_early() {
    assert_eq!(kind_after(Misdeed::HangUp).await, FailureKind::Closed);
    assert_eq!(kind_after(Misdeed::CutShort).await, FailureKind::Closed);
    assert_eq!(kind_after(Misdeed::ClaimsMore).await, FailureKind::Closed);
}

#[tokio::test]
async fn what_came_before_the_end_is_kept() {
    let server = Server::start(Behavior::good().always(Misdeed::CutShort));
    let (exchange, _) = one_attempt(server.url(), &[]).await;
    let response = exchange.response.expect("it had begun");
    assert_eq!(response.status, 200);
    assert!(response.body.text().starts_with("<"), "{:?}", response.body);
}

#[tokio::test]
async fn what_is_not_http() {
    assert_eq!(kind_after(Misdeed::Gibberish).await, FailureKind::Malformed);
}

#[tokio::test]
async fn a_response_that_never_comes_ends_at_the_limit_of_the_attempt() {
    let server = Server::start(Behavior::good().always(Misdeed::Silence));
    let (exchange, _) = one_attempt(server.url(), &["timeouts: { attempt: 300ms }"]).await;
    assert_eq!(kind(&exchange), FailureKind::Timeout);
    assert!(exchange.elapsed_us >= 300_000, "{}", exchange.elapsed_us);
}

#[tokio::test]
async fn a_response_that_trickles_ends_at_the_limit_of_the_attempt() {
    let server = Server::start(Behavior::good().always(Misdeed::Trickle));
    let (exchange, _) = one_attempt(server.url(), &["timeouts: { attempt: 1500ms }"]).await;
    assert_eq!(kind(&exchange), FailureKind::Timeout);
}

#[tokio::test]
async fn a_response_beyond_the_limit_is_not_read_to_its_end() {
    const SIZE: u64 = 200 << 20;
    let server = Server::start(Behavior::good().always(Misdeed::Flood(SIZE)));
    let (exchange, _) = one_attempt(server.url(), &["max_response_size: 64KiB"]).await;
    assert_eq!(kind(&exchange), FailureKind::TooLarge);
    assert!(exchange.response.expect("it had begun").body.0.len() <= 64 << 10);
}

#[tokio::test]
async fn a_response_of_unknown_length_beyond_the_limit_is_not_read_to_its_end() {
    let body = "x".repeat(100_000);
    let chunked = format!("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let server = super::script::Script::new(vec![chunked.into_bytes()]);
    let (exchange, _) = one_attempt(&server.url, &["max_response_size: 64KiB"]).await;
    assert_eq!(kind(&exchange), FailureKind::TooLarge);
    let (whole, _) = one_attempt(&server.url, &["max_response_size: 128KiB"]).await;
    assert_eq!(whole.response.expect("it fits").body.0.len(), body.len());
}

#[tokio::test]
async fn a_lost_connection_is_retried_as_the_sdk_does() {
    let server = Server::start(Behavior::good().first(1, "DescribeVpcs", Misdeed::CutShort));
    let result = Lab::at(server.url()).call("DescribeVpcs").await;
    assert_eq!(result.sdk, SdkVerdict::Accepted);
    assert_eq!(result.attempts.len(), 2);
    assert_eq!(kind(&result.attempts[0]), FailureKind::Closed);
    assert!(result.attempts[1].failure.is_none());
}
