//! Hand-made requests: their signatures are checked as a server would check them.

use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use contract::Signature;
use endpoint::RawCall;
use percent_encoding::percent_decode_str;
use record::{Exchange, FailureKind, SdkVerdict};
use sha2::{Digest, Sha256};
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use super::script::Script;
use super::{ACCESS_KEY, Lab, SECRET_KEY};

fn raw(method: &str, signature: Signature, presigned: bool) -> RawCall {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    RawCall {
        method: method.into(),
        path: "/".into(),
        parameters: vec![
            pair("Action", "DescribeVpcs"),
            pair("Version", "2016-11-15"),
            pair("Filter.1.Value.1", "a b/ü"),
        ],
        body: None,
        headers: Vec::new(),
        signature,
        presigned,
    }
}

async fn send(call: RawCall) -> Exchange {
    let server = Script::saying(200, b"<ok/>");
    let result = Lab::at(&server.url).with("region: RegionOne").endpoint().await.raw(call).await;
    assert_eq!(result.sdk, SdkVerdict::NotCalled);
    let [exchange] = result.attempts.as_slice() else { panic!("{:?}", result.attempts) };
    assert!(exchange.failure.is_none(), "{exchange:?}");
    assert_eq!(server.seen().len(), 1);
    exchange.clone()
}

/// A request as the one who checks its signature sees it.
struct Claim {
    access_key: String,
    scope: String,
    age_s: i64,
    holds: bool,
}

/// Computes the signature anew from what was sent.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
fn check(exchange: &Exchange) -> Claim {
    let request = &exchange.request;
    let (path, query) = {
        let rest = request.url.split_once("://").expect("a URL").1;
        let target = &rest[rest.find('/').unwrap_or(rest.len())..];
        target.split_once('?').unwrap_or((target, ""))
    };
    let mut pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let header = |name: &str| request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let in_query = |name: &str| {
        let value = pairs.iter().find(|(key, _)| *key == name)?.1;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    };
    let in_header = |name: &str| {
        let authorization = header("authorization")?.strip_prefix("AWS4-HMAC-SHA256 ")?;
        authorization.split(", ").find_map(|part| part.strip_prefix(&format!("{name}="))).map(str::to_owned)
    };
    let find = |name: &str, param: &str| in_header(name).or_else(|| in_query(param)).expect("it is signed");
    let credential = find("Credential", "X-Amz-Credential");
    let signed_headers = find("SignedHeaders", "X-Amz-SignedHeaders");
    let signature = find("Signature", "X-Amz-Signature");
    let date = header("x-amz-date").map(str::to_owned).or_else(|| in_query("X-Amz-Date")).expect("a date");

    pairs.retain(|(name, _)| *name != "X-Amz-Signature");
    pairs.sort_unstable();
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let headers: String =
        signed_headers.split(';').map(|name| format!("{name}:{}\n", header(name).expect("it was sent"))).collect();
    let body = hex(&Sha256::digest(&request.body.0));
    let canonical = format!("{}\n{path}\n{}\n{headers}\n{signed_headers}\n{body}", request.method, query.join("&"));
    let (access_key, scope) = credential.split_once('/').expect("a scope");
    let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let signed_at = PrimitiveDateTime::parse(&date, format_description!("[year][month][day]T[hour][minute][second]Z"))
        .expect("a date");
    let parts: Vec<&str> = scope.split('/').collect();
    let key = generate_signing_key(SECRET_KEY, signed_at.assume_utc().into(), parts[1], parts[2]);
    Claim {
        access_key: access_key.to_owned(),
        scope: parts[1..3].join("/"),
        age_s: (OffsetDateTime::now_utc() - signed_at.assume_utc()).whole_seconds(),
        holds: calculate_signature(key, to_sign.as_bytes()) == signature,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_right_signature_holds_in_the_header_and_in_the_query() {
    for (method, presigned) in [("POST", false), ("GET", false), ("GET", true), ("POST", true)] {
        let exchange = send(raw(method, Signature::Right, presigned)).await;
        let claim = check(&exchange);
        assert!(claim.holds, "{method}, presigned: {presigned}: {:?}", exchange.request);
        assert_eq!((claim.access_key.as_str(), claim.scope.as_str()), (ACCESS_KEY, "RegionOne/ec2"));
        assert!((-5..60).contains(&claim.age_s));
        assert_eq!(exchange.request.url.contains("X-Amz-Expires=300"), presigned);
        assert_eq!(exchange.request.headers.iter().any(|(name, _)| name == "authorization"), !presigned);
    }
}

#[tokio::test]
async fn each_wrong_signature_is_wrong_in_one_way() {
    for presigned in [false, true] {
        let claim = async |signature| check(&send(raw("POST", signature, presigned)).await);
        let secret = claim(Signature::WrongSecret).await;
        assert!(!secret.holds && secret.access_key == ACCESS_KEY);
        let unknown = claim(Signature::UnknownKey).await;
        assert!(!unknown.holds && unknown.access_key != ACCESS_KEY);
        let expired = claim(Signature::Expired).await;
        assert!(expired.holds && expired.age_s > 3000);
        let region = claim(Signature::WrongRegion).await;
        assert!(region.holds && region.scope == "us-east-1/ec2", "{}", region.scope);
        let service = claim(Signature::WrongService).await;
        assert!(service.holds && service.scope == "RegionOne/s3");
    }
}

#[tokio::test]
async fn a_tampered_request_held_before() {
    for (method, presigned) in [("POST", false), ("GET", false), ("GET", true)] {
        let mut exchange = send(raw(method, Signature::TamperedBody, presigned)).await;
        assert!(!check(&exchange).holds);
        let added = "&DryRun=true";
        exchange.request.url = exchange.request.url.replace(added, "");
        let body = exchange.request.body.text().replace(added, "");
        for (name, value) in &mut exchange.request.headers {
            if name == "content-length" {
                *value = body.len().to_string();
            }
        }
        exchange.request.body = body.into();
        assert!(check(&exchange).holds, "{method}: {:?}", exchange.request);
    }
}

#[tokio::test]
async fn an_unsigned_request_has_no_trace_of_a_signature() {
    let request = send(raw("GET", Signature::None, false)).await.request;
    assert!(
        request.url.ends_with("/?Action=DescribeVpcs&Version=2016-11-15&Filter.1.Value.1=a%20b%2F%C3%BC"),
        "{}",
        request.url
    );
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["host"]);
}

#[tokio::test]
async fn headers_and_bodies_are_taken_as_they_are() {
    let mut call = raw("POST", Signature::Right, false);
    call.body = Some("{}".into());
    call.headers = vec![("Content-Type".into(), "application/json".into()), ("X-More".into(), "1".into())];
    let exchange = send(call).await;
    assert_eq!(exchange.request.body.text(), "{}");
    let header =
        |name: &str| exchange.request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((header("content-type"), header("x-more")), (Some("application/json"), Some("1")));
    assert!(check(&exchange).holds);
}

#[tokio::test]
async fn what_cannot_be_sent_has_a_reason() {
    let server = Script::saying(200, b"<ok/>");
    let mut call = raw("POST", Signature::Right, false);
    call.headers = vec![("X-Odd".into(), "two\r\nlines".into())];
    let result = Lab::at(&server.url).endpoint().await.raw(call).await;
    let failure = result.attempts[0].failure.as_ref().expect("it was not sent");
    assert_eq!(failure.kind, FailureKind::NotSent);
    assert!(failure.detail.contains("is not the value of a header"), "{}", failure.detail);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn raw_requests_are_not_retried() {
    let server = Script::saying(500, b"<Response/>");
    let result = Lab::at(&server.url).endpoint().await.raw(raw("GET", Signature::Right, false)).await;
    assert_eq!(result.attempts.len(), 1);
    assert_eq!(server.seen().len(), 1);
}
