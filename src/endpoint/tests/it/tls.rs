//! TLS: which certificates are trusted, and the errors of the others.

use endpoint::{Endpoint, EndpointError};
use record::{FailureKind, SdkVerdict};

use super::Lab;
use test_support::{Behavior, Identity, Server};

fn lab(server: &Server, identity: &Identity, setting: &str) -> Lab {
    let lab = Lab::at(server.url()).with("max_attempts: 1").with(setting);
    identity.write_authority(&lab.path().join("ca.pem"));
    lab
}

async fn refusal(lab: &Lab) -> String {
    let result = lab.call("DescribeVpcs").await;
    let failure = result.attempts[0].failure.as_ref().expect("it failed");
    assert_eq!(failure.kind, FailureKind::Tls, "{failure:?}");
    assert!(matches!(result.sdk, SdkVerdict::NoResponse { .. }));
    failure.detail.clone()
}

#[tokio::test]
async fn an_authority_of_our_own_is_believed() {
    let identity = Identity::of("127.0.0.1");
    let server = Server::start_tls(Behavior::good(), &identity);
    let result = lab(&server, &identity, "tls: { ca: ca.pem }").call("DescribeVpcs").await;
    assert_eq!(result.sdk, SdkVerdict::Accepted);
}

#[tokio::test]
async fn a_stranger_is_not_believed_unless_nobody_is_checked() {
    let (identity, other) = (Identity::of("127.0.0.1"), Identity::of("127.0.0.1"));
    let server = Server::start_tls(Behavior::good(), &identity);
    let detail = refusal(&lab(&server, &other, "tls: { ca: ca.pem }")).await;
    assert!(detail.contains("invalid peer certificate"), "{detail}");
    let result = lab(&server, &other, "tls: { insecure: true }").call("DescribeVpcs").await;
    assert_eq!(result.sdk, SdkVerdict::Accepted);
}

#[tokio::test]
async fn another_name_is_not_believed_unless_nobody_is_checked() {
    let identity = Identity::of("elsewhere.example.org");
    let server = Server::start_tls(Behavior::good(), &identity);
    let detail = refusal(&lab(&server, &identity, "tls: { ca: ca.pem }")).await;
    assert!(detail.contains("not valid for name"), "{detail}");
    let result = lab(&server, &identity, "tls: { insecure: true }").call("DescribeVpcs").await;
    assert_eq!(result.sdk, SdkVerdict::Accepted);
}

#[tokio::test]
async fn plain_http_where_tls_is_expected_is_reported() {
    let identity = Identity::of("127.0.0.1");
    let server = Server::start(Behavior::good());
    let lab = Lab::at(&server.url().replace("http:", "https:")).with("max_attempts: 1").with("tls: { ca: ca.pem }");
    identity.write_authority(&lab.path().join("ca.pem"));
    let result = lab.call("DescribeVpcs").await;
    let failure = result.attempts[0].failure.as_ref().expect("it failed");
    assert!(matches!(failure.kind, FailureKind::Tls | FailureKind::Unreachable), "{failure:?}");
}

#[tokio::test]
async fn a_ca_file_without_certificates_is_an_error_before_anything_is_sent() {
    let lab = Lab::at("https://127.0.0.1:1").with("tls: { ca: ca.pem }");
    let refused = |error: EndpointError| error.to_string();
    let missing = Endpoint::connect(&lab.profile()).await.map_err(refused).expect_err("it is not there");
    assert!(missing.contains("No such file") && missing.contains("ca.pem"), "{missing}");
    std::fs::write(lab.path().join("ca.pem"), "not PEM").expect("a file");
    let empty = Endpoint::connect(&lab.profile()).await.map_err(refused).expect_err("it holds nothing");
    assert!(empty.contains("holds no certificate"), "{empty}");
}
