//! Credentials: loaded from the profile's source, reported when missing, never shown.

use endpoint::{Endpoint, EndpointError};
use secrecy::ExposeSecret as _;

use super::{Lab, SECRET_KEY};
use test_support::{Behavior, Nobody, Server};

#[tokio::test]
async fn secrets_are_known_after_reaching_and_shown_nowhere() {
    let server = Server::start(Behavior::good());
    let lab = Lab::at(server.url());
    let endpoint = lab.endpoint().await;
    endpoint.reach().await.expect("it is there");
    let secrets = endpoint.secrets();
    let exposed: Vec<&str> = secrets.iter().map(|secret| secret.expose_secret()).collect();
    assert_eq!(exposed, [SECRET_KEY]);
    let shown = format!("{endpoint:?} {:?} {:?} {secrets:?}", endpoint.profile(), endpoint.head());
    assert!(!shown.contains(SECRET_KEY) && !shown.contains("wJalr"), "{shown}");
}

#[tokio::test]
async fn a_session_token_is_sent_and_known_as_a_secret() {
    let server = super::script::Script::saying(200, b"<x/>");
    let lab = Lab::at(&server.url);
    let keys = "[default]\naws_access_key_id = A\naws_secret_access_key = B\naws_session_token = TOKEN-1\n";
    std::fs::write(lab.path().join("keys"), keys).expect("a file");
    let endpoint = lab.endpoint().await;
    let result = endpoint.call(super::call("DescribeVpcs")).await;
    let sent = ("x-amz-security-token".to_owned(), "TOKEN-1".to_owned());
    assert!(result.attempts[0].request.headers.contains(&sent));
    let secrets: Vec<String> = endpoint.secrets().iter().map(|secret| secret.expose_secret().to_owned()).collect();
    assert_eq!(secrets, ["B", "TOKEN-1"]);
}

#[tokio::test]
async fn missing_credentials_are_told_with_a_way_out() {
    let nobody = Nobody::home();
    let lab = Lab::at(&nobody.url());
    std::fs::remove_file(lab.path().join("keys")).expect("it was there");
    let endpoint = lab.endpoint().await;
    let error = endpoint.reach().await.expect_err("there are none");
    assert!(matches!(error, EndpointError::NoCredentials { .. }), "{error}");
    assert!(error.to_string().contains("aws_secret_access_key"), "{error}");
    let result = endpoint.call(super::call("DescribeVpcs")).await;
    assert!(result.attempts.is_empty());
}

#[tokio::test]
async fn variables_of_any_name_are_read_and_named_when_they_are_not_set() {
    let nobody = Nobody::home();
    let text = format!(
        "endpoints:\n  it:\n    url: {}\n    credentials: {{ env_vars: {{ access_key: PATH, secret_key: NOT_SET_EVER }} }}\n",
        nobody.url()
    );
    let source = std::sync::Arc::new(located::Source::new("endpoints.yaml", text));
    let endpoints = endpoint::Endpoints::parse(source, std::path::Path::new(".")).expect("it loads");
    let endpoint = Endpoint::connect(endpoints.get("it").expect("it")).await.expect("nothing is loaded yet");
    let error = endpoint.reach().await.expect_err("half of them is missing").to_string();
    assert!(error.contains("NOT_SET_EVER is not set"), "{error}");
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_reported_before_a_run() {
    let nobody = Nobody::home();
    let error = Lab::at(&nobody.url()).endpoint().await.reach().await.expect_err("nobody is there");
    assert!(matches!(error, EndpointError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("Connection refused"), "{error}");
}

#[tokio::test]
async fn amazons_endpoint_of_a_region_is_the_one_the_sdk_knows() {
    let text = "endpoints:\n  it:\n    region: cn-north-1\n    credentials: { environment: true }\n";
    let source = std::sync::Arc::new(located::Source::new("endpoints.yaml", text));
    let endpoints = endpoint::Endpoints::parse(source, std::path::Path::new(".")).expect("it loads");
    match Endpoint::connect(endpoints.get("it").expect("it")).await {
        Ok(endpoint) => {
            assert_eq!(endpoint.url().as_str(), "https://ec2.cn-north-1.amazonaws.com.cn/");
            assert!(endpoint.is_aws());
        }
        // A machine without CA certificates cannot connect to Amazon: an error of its own.
        Err(error) => assert!(matches!(error, EndpointError::NoAuthorities), "{error}"),
    }
}
