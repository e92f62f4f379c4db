//! Calls through the SDK: what goes out, what is kept, what the SDK made of it.

use std::time::Duration;

use endpoint::Attempts;
use record::SdkVerdict;
use tokio::time::Instant;

use super::script::{Script, response};
use super::{ACCESS_KEY, Lab, call};
use test_support::{Behavior, Misdeed, Server};

const EMPTY: &str = r#"<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><vpcSet/></DescribeVpcsResponse>"#;
const REFUSED: &[u8] =
    b"<Response><Errors><Error><Code>AuthFailure</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>";

#[tokio::test]
async fn a_request_is_recorded_as_it_went_over_the_wire() {
    let server = Script::saying(200, EMPTY.as_bytes());
    let mut request = call("DescribeVpcs");
    request.pairs = vec![("Filter.1.Name".into(), "tag:a b".into()), ("Filter.1.Value.1".into(), "ü&=".into())];
    let result = Lab::at(&server.url).endpoint().await.call(request).await;
    assert_eq!(result.sdk, SdkVerdict::Accepted);
    let [attempt] = result.attempts.as_slice() else { panic!("{:?}", result.attempts) };
    let body = attempt.request.body.text();
    assert_eq!(body, "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=tag%3Aa%20b&Filter.1.Value.1=%C3%BC%26%3D");
    let sent = String::from_utf8(server.seen().remove(0)).expect("text");
    let (head, sent_body) = sent.split_once("\r\n\r\n").expect("a head and a body");
    assert_eq!(sent_body, body);
    let sent_headers: Vec<(String, String)> = head
        .lines()
        .skip(1)
        .map(|line| line.split_once(": ").expect("a header"))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    assert_eq!(attempt.request.headers, sent_headers);
    assert!(head.contains(&format!("Credential={ACCESS_KEY}/")), "{head}");
    assert_eq!(attempt.request.method, "POST");
    assert_eq!(attempt.request.url, format!("{}/", server.url));
    assert!(attempt.elapsed_us > 0 && attempt.at_ms > 1_600_000_000_000);
}

#[tokio::test]
async fn a_response_is_kept_byte_for_byte_though_the_sdk_cannot_read_it() {
    let body = [b"<DescribeVpcsResponse>\xff\xfe".as_slice(), b"\x00 not UTF-8"].concat();
    let server = Script::saying(200, &body);
    let result = Lab::at(&server.url).call("DescribeVpcs").await;
    assert!(matches!(result.sdk, SdkVerdict::Unreadable { .. }), "{:?}", result.sdk);
    let response = result.attempts[0].response.as_ref().expect("a response");
    assert_eq!(response.body.0, body);
    assert_eq!(response.header("x-odd"), Some("a"));
}

#[tokio::test]
async fn any_action_can_be_called_whether_the_sdk_knows_it_or_not() {
    let server = Script::saying(200, b"<InventThingsResponse/>");
    let result = Lab::at(&server.url).call("InventThings").await;
    assert_eq!(result.sdk, SdkVerdict::NotCalled);
    assert_eq!(result.attempts[0].request.body.text(), "Action=InventThings&Version=2016-11-15");
    assert_eq!(result.attempts.len(), 1);
}

#[tokio::test]
async fn every_attempt_of_a_call_that_is_retried_is_recorded() {
    let server = Server::start(Behavior::good().first(2, "DescribeVpcs", Misdeed::internal_error()));
    let result = Lab::at(server.url()).call("DescribeVpcs").await;
    let statuses: Vec<u16> = result.attempts.iter().filter_map(|one| Some(one.response.as_ref()?.status)).collect();
    assert_eq!(statuses, [500, 500, 200]);
    assert_eq!(result.sdk, SdkVerdict::Accepted);
    assert_eq!(server.count("DescribeVpcs"), 3);
}

#[tokio::test]
async fn retries_end_after_the_attempts_that_the_profile_allows() {
    let server = Server::start(Behavior::good().always(Misdeed::internal_error()));
    let result = Lab::at(server.url()).with("max_attempts: 2").call("DescribeVpcs").await;
    assert_eq!(result.attempts.len(), 2);
    assert_eq!(result.sdk, SdkVerdict::ServiceError { code: Some("InternalError".into()) });
}

#[tokio::test]
async fn an_error_of_the_service_is_not_retried() {
    let server = Script::saying(401, REFUSED);
    let result = Lab::at(&server.url).call("DescribeVpcs").await;
    assert_eq!(result.attempts.len(), 1);
    assert_eq!(result.sdk, SdkVerdict::ServiceError { code: Some("AuthFailure".into()) });
}

#[tokio::test]
async fn a_throttled_call_is_repeated_until_it_succeeds() {
    // More complaints than the SDK alone would put up with.
    let server = Server::start(Behavior::good().first(4, "DescribeVpcs", Misdeed::throttling()));
    let result = Lab::at(server.url()).with("max_attempts: 2").call("DescribeVpcs").await;
    assert_eq!(result.sdk, SdkVerdict::Accepted);
    assert_eq!(result.attempts.len(), 5);
}

#[tokio::test]
async fn redirects_are_responses_and_are_not_followed() {
    let elsewhere = Server::start(Behavior::good());
    let server = Server::start(Behavior::good().always(Misdeed::redirect(302, elsewhere.url())));
    let result = Lab::at(server.url()).call("DescribeVpcs").await;
    let response = result.attempts[0].response.as_ref().expect("a response");
    assert_eq!((response.status, response.header("location")), (302, Some(elsewhere.url())));
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_path_in_the_url_is_kept() {
    let server = Script::new(vec![response(200, EMPTY.as_bytes())]);
    let result = Lab::at(&format!("{}/services/Cloud/", server.url)).call("DescribeVpcs").await;
    assert!(result.attempts[0].request.url.starts_with(&format!("{}/services/Cloud", server.url)));
    assert!(server.seen()[0].starts_with(b"POST /services/Cloud"));
}

/// How long a call may take until it is given up: long enough, at last, that a slow machine has sent the request.
const PATIENCE: [Duration; 4] =
    [Duration::from_millis(300), Duration::from_secs(1), Duration::from_secs(4), Duration::from_secs(16)];

#[tokio::test]
async fn a_deadline_ends_a_call_and_what_was_attempted_is_kept() {
    let server = Server::start(Behavior::good().always(Misdeed::Silence));
    let lab = Lab::at(server.url());
    let endpoint = lab.endpoint().await;
    for patience in PATIENCE {
        let mut request = call("DescribeVpcs");
        request.deadline = Some(Instant::now() + patience);
        let result = endpoint.call(request).await;
        let said = matches!(&result.sdk, SdkVerdict::NoResponse { reason } if reason.contains("deadline"));
        assert!(said, "{:?}", result.sdk);
        if let [attempt] = &result.attempts[..] {
            assert!(attempt.failure.is_some() && attempt.response.is_none());
            return;
        }
        assert!(result.attempts.is_empty());
    }
    panic!("the request was never sent");
}

#[tokio::test]
async fn who_gives_up_on_a_call_still_has_what_was_attempted() {
    let server = Server::start(Behavior::good().always(Misdeed::Silence));
    let lab = Lab::at(server.url());
    let endpoint = lab.endpoint().await;
    for patience in PATIENCE {
        let attempts = Attempts::default();
        let calling = endpoint.call_watched(call("DescribeVpcs"), &attempts);
        assert!(tokio::time::timeout(patience, calling).await.is_err());
        if let [kept] = &attempts.take()[..] {
            assert!(kept.request.body.text().contains("DescribeVpcs"));
            return;
        }
    }
    panic!("the request was never sent");
}

#[tokio::test]
async fn the_profile_limits_a_call_with_all_its_attempts() {
    let server = Server::start(Behavior::good().always(Misdeed::Silence));
    let lab = Lab::at(server.url()).with("timeouts: { attempt: 200ms, call: 500ms }").with("max_attempts: 20");
    let result = lab.call("DescribeVpcs").await;
    assert!(matches!(result.sdk, SdkVerdict::NoResponse { .. }));
    assert!(!result.attempts.is_empty() && result.attempts.len() < 5, "{}", result.attempts.len());
}
