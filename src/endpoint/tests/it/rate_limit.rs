//! The rate limit: requests at once, requests per second.

use std::time::{Duration, Instant};

use super::script::Script;
use super::{Lab, call};
use test_support::{Behavior, Misdeed, Server};

const EMPTY: &[u8] =
    br#"<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcSet/></DescribeVpcsResponse>"#;

#[tokio::test]
async fn no_more_requests_are_in_flight_than_the_profile_allows() {
    let server = Server::start(Behavior::good().always(Misdeed::Silence));
    let lab = Lab::at(server.url())
        .with("rate_limit: { in_flight: 2 }")
        .with("max_attempts: 1")
        .with("timeouts: { attempt: 400ms }");
    let endpoint = lab.endpoint().await;
    let calls = (0..5).map(|_| {
        let endpoint = endpoint.clone();
        tokio::spawn(async move { endpoint.call(call("DescribeVpcs")).await })
    });
    let begun = Instant::now();
    let results = futures_util::future::join_all(calls).await;
    // Two, two and one, each taking the limit of an attempt.
    let whole = begun.elapsed();
    assert!(whole >= Duration::from_millis(1200), "{whole:?}");
    // Waiting for a place is no part of an attempt: two places are never taken for longer than twice the whole.
    let taken: u64 = results.into_iter().map(|result| result.expect("it ends").attempts[0].elapsed_us).sum();
    assert!(Duration::from_micros(taken) <= 2 * whole, "{taken} us in {whole:?}");
}

#[tokio::test]
async fn the_rate_of_requests_is_limited() {
    let server = Script::saying(200, EMPTY);
    let lab = Lab::at(&server.url).with("rate_limit: { requests_per_second: 0.5 }").with("timeouts: { call: 1500ms }");
    let endpoint = lab.endpoint().await;
    let begun = Instant::now();
    for _ in 0..3 {
        let result = endpoint.call(call("DescribeVpcs")).await;
        assert!(result.attempts[0].failure.is_none(), "waiting for a turn does not count against limits: {result:?}");
    }
    // The first request goes at once; each of the others waits two seconds, longer than a call may take.
    assert!(begun.elapsed() >= Duration::from_millis(3900), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn throttling_slows_down_every_call_of_the_endpoint() {
    let server = Server::start(Behavior::good().first(1, "DescribeSubnets", Misdeed::throttling()));
    let lab = Lab::at(server.url());
    let endpoint = lab.endpoint().await;
    endpoint.call(call("DescribeSubnets")).await;
    let begun = Instant::now();
    for _ in 0..4 {
        endpoint.call(call("DescribeVpcs")).await;
    }
    assert!(begun.elapsed() >= Duration::from_millis(200), "{:?}", begun.elapsed());
}
