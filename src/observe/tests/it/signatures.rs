//! Signatures are checked as the endpoint would check them, and taken off.

use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use base64::Engine as _;
use observe::{Identity, Proxy, ThrowawayKeys};
use record::RefusalCause;

use super::{REGION, exchange, host, open, open_as, short};

/// A request of SDKs, signed by AWS's own library.
struct Signing<'a> {
    method: &'a str,
    path: &'a str,
    body: &'a str,
    region: &'a str,
    service: &'a str,
    presigned: bool,
    /// Whether the body is sent in chunks, without its length.
    chunked: bool,
}

fn describe() -> Signing<'static> {
    let body = "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=tag%3Aa%20b&Filter.1.Value.1=%C3%BC%2B";
    Signing { method: "POST", path: "/", body, region: REGION, service: "ec2", presigned: false, chunked: false }
}

fn signed(proxy: &Proxy, keys: &ThrowawayKeys, signing: &Signing<'_>) -> String {
    let credentials = aws_credential_types::Credentials::new(&keys.access_key_id, &keys.secret_key, None, None, "test");
    let identity = credentials.into();
    let mut settings = SigningSettings::default();
    if signing.presigned {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(std::time::Duration::from_secs(60));
    }
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(signing.region)
        .name(signing.service)
        .time(std::time::SystemTime::now())
        .settings(settings)
        .build()
        .unwrap();
    let (host, length) = (host(proxy), signing.body.len().to_string());
    let content_type = "application/x-www-form-urlencoded; charset=utf-8";
    let mut headers = vec![("host", host.as_str()), ("x-custom", "a   b")];
    if !signing.body.is_empty() {
        headers.push(("content-type", content_type));
    }
    if !signing.body.is_empty() && !signing.chunked {
        headers.push(("content-length", length.as_str()));
    }
    let url = format!("http://{host}{}", signing.path);
    let body = SignableBody::Bytes(signing.body.as_bytes());
    let request = SignableRequest::new(signing.method, &url, headers.iter().copied(), body).unwrap();
    let (instructions, _) = sign(request, &params.into()).unwrap().into_parts();
    let mut path = signing.path.to_owned();
    for (name, value) in instructions.params() {
        let pair = contract::wire::form_of(&[((*name).to_owned(), value.to_string())]);
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(&pair);
    }
    let mut text = format!("{} {path} HTTP/1.1\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n", signing.method);
    for (name, value) in headers.into_iter().chain(instructions.headers()) {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if signing.chunked {
        let (first, second) = signing.body.split_at(signing.body.len() / 2);
        let chunk = |data: &str| format!("{:x}\r\n{data}\r\n", data.len());
        return format!("{text}Transfer-Encoding: chunked\r\n\r\n{}{}0\r\n\r\n", chunk(first), chunk(second));
    }
    format!("{text}\r\n{}", signing.body)
}

/// A request that is signed as it should be.
pub(crate) fn valid(proxy: &Proxy) -> String {
    signed(proxy, proxy.keys(), &describe())
}

#[tokio::test]
async fn a_valid_signature_is_taken_off_and_the_rest_stays_byte_for_byte() {
    let (kept, proxy) = open(short()).await;
    let request = signed(&proxy, proxy.keys(), &describe());
    let response = exchange(&proxy, request.as_bytes()).await;
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n") && response.ends_with("<ok/>"), "{response}");
    let call = kept.calls.lock()[0].clone();
    assert_eq!((call.service.as_str(), call.action.as_deref()), ("ec2", Some("DescribeVpcs")));
    assert_eq!(call.version, "2016-11-15");
    assert_eq!(call.pairs[0], ("Filter.1.Name".to_owned(), "tag:a b".to_owned()));
    assert_eq!(call.pairs[1].1, "ü+");
    assert_eq!(&call.forward.body[..], describe().body.as_bytes());
    let names: Vec<&str> = call.forward.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x-custom", "content-type"], "no host, no signature, nothing of the connection");
    assert_eq!(proxy.tally().signatures.get("v4"), Some(&1));
}

#[tokio::test]
async fn a_body_in_chunks_is_one_body() {
    let (kept, proxy) = open(short()).await;
    let request = signed(&proxy, proxy.keys(), &Signing { chunked: true, ..describe() });
    let response = exchange(&proxy, request.as_bytes()).await;
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    let call = kept.calls.lock()[0].clone();
    assert_eq!(&call.forward.body[..], describe().body.as_bytes());
    assert!(call.forward.headers.iter().all(|(name, _)| name != "transfer-encoding"), "{call:?}");
}

#[tokio::test]
async fn a_presigned_get_is_a_signature_in_the_query() {
    let (kept, proxy) = open(short()).await;
    let path = "/?Action=DescribeVpcs&Version=2016-11-15&VpcId.1=vpc-1%20";
    let signing = Signing { method: "GET", path, body: "", presigned: true, ..describe() };
    let response = exchange(&proxy, signed(&proxy, proxy.keys(), &signing).as_bytes()).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert_eq!(kept.calls.lock()[0].forward.path_and_query, path);
    let signing = Signing { presigned: false, ..signing };
    let response = exchange(&proxy, signed(&proxy, proxy.keys(), &signing).as_bytes()).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert_eq!(kept.calls.lock()[1].pairs, [("VpcId.1".to_owned(), "vpc-1 ".to_owned())]);
}

#[tokio::test]
async fn wrong_signatures_are_refused_and_nothing_is_sent_on() {
    let (kept, proxy) = open(short()).await;
    let good = signed(&proxy, proxy.keys(), &describe());
    let other = ThrowawayKeys { secret_key: "another".to_owned(), ..proxy.keys().clone() };
    let stranger = ThrowawayKeys { access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(), ..proxy.keys().clone() };
    for (request, says) in [
        (good.replace("DescribeVpcs", "DescribeVpcz"), "does not match"),
        (good.replace("a   b", "c"), "does not match"),
        (signed(&proxy, &other, &describe()), "does not match"),
        (signed(&proxy, &stranger, &describe()), "another access key (AKIA...)"),
        (good.lines().filter(|line| !line.starts_with("authorization")).collect::<Vec<_>>().join("\r\n"), "not signed"),
    ] {
        let response = exchange(&proxy, request.as_bytes()).await;
        assert!(response.starts_with("HTTP/1.1 403") && response.contains(says), "{request}\n{response}");
        assert!(
            response.contains("<Code>SignatureDoesNotMatch</Code>") && response.contains("ec2-compat"),
            "{response}"
        );
    }
    assert!(kept.calls.lock().is_empty());
    assert!(proxy.tally().refused.iter().all(|one| one.cause == RefusalCause::Signature));
}

#[tokio::test]
async fn other_regions_and_services_are_refused_but_the_caller_learns_who_it_is() {
    let (kept, proxy) = open(short()).await;
    let send = async |signing: Signing<'_>| exchange(&proxy, signed(&proxy, proxy.keys(), &signing).as_bytes()).await;
    let elsewhere = send(Signing { region: "us-west-2", ..describe() }).await;
    assert!(elsewhere.contains("us-west-2") && elsewhere.contains("test-1"), "{elsewhere}");
    let iam = send(Signing { service: "iam", body: "Action=ListRoles&Version=2010-05-08", ..describe() }).await;
    assert!(iam.contains("<ErrorResponse>") && iam.contains("only EC2 is observed"), "{iam}");
    let sts = send(Signing { service: "sts", body: "Action=GetCallerIdentity&Version=2011-06-15", ..describe() }).await;
    assert!(sts.starts_with("HTTP/1.1 200") && sts.contains("<Account>111122223333</Account>"), "{sts}");
    let assume = send(Signing { service: "sts", body: "Action=AssumeRole&Version=2011-06-15", ..describe() }).await;
    assert!(assume.starts_with("HTTP/1.1 400"), "{assume}");
    assert!(kept.calls.lock().is_empty());
    let tally = proxy.tally();
    assert_eq!(tally.stood_in.get("sts GetCallerIdentity"), Some(&1));
    let refused: Vec<(&str, Option<&str>)> =
        tally.refused.iter().map(|one| (one.service.as_str(), one.action.as_deref())).collect();
    assert_eq!(refused, [("ec2", Some("DescribeVpcs")), ("iam", Some("ListRoles")), ("sts", Some("AssumeRole"))]);
}

#[tokio::test]
async fn who_the_caller_is_and_nothing_else_of_that_service_is_passed_on_where_the_profile_says_so() {
    let (kept, proxy) = open_as(short(), Identity::PassedOn).await;
    let send = async |body| {
        exchange(&proxy, signed(&proxy, proxy.keys(), &Signing { service: "sts", body, ..describe() }).as_bytes()).await
    };
    let sts = send("Action=GetCallerIdentity&Version=2011-06-15").await;
    assert!(sts.starts_with("HTTP/1.1 200") && sts.ends_with("<me/>"), "{sts}");
    // Its response would hold credentials.
    let token = send("Action=GetSessionToken&Version=2011-06-15").await;
    assert!(token.starts_with("HTTP/1.1 400"), "{token}");
    assert!(kept.calls.lock().is_empty());
    let passed = kept.identities.lock();
    assert_eq!(passed.len(), 1);
    assert!(passed[0].forward.headers.iter().all(|(name, _)| name != "authorization"), "{passed:?}");
    let tally = proxy.tally();
    assert_eq!((tally.passed_on.get("sts GetCallerIdentity"), tally.stood_in.len()), (Some(&1), 0));
}

/// As boto 2 signs: the sorted parameters, and the host without its port.
fn signed_v2(proxy: &Proxy, method: &str, secret: &str) -> String {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut pairs = vec![
        pair("AWSAccessKeyId", &proxy.keys().access_key_id),
        pair("Action", "DescribeKeyPairs"),
        pair("KeyName.1", "a b"),
        pair("SignatureMethod", "HmacSHA256"),
        pair("SignatureVersion", "2"),
        pair("Timestamp", "2026-01-01T00:00:00Z"),
        pair("Version", "2014-10-01"),
    ];
    let text = format!("{method}\n127.0.0.1\n/\n{}", contract::wire::form_of(&pairs));
    let hex = v4::calculate_signature(secret.as_bytes(), text.as_bytes());
    let bytes: Vec<u8> =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    pairs.push(pair("Signature", &base64::engine::general_purpose::STANDARD.encode(bytes)));
    let (form, host) = (contract::wire::form_of(&pairs), host(proxy));
    match method {
        "GET" => format!("GET /?{form} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        _ => format!(
            "POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
            form.len()
        ),
    }
}

#[tokio::test]
async fn version_2_is_checked_and_taken_off_too() {
    let (kept, proxy) = open(short()).await;
    for method in ["GET", "POST"] {
        let response = exchange(&proxy, signed_v2(&proxy, method, &proxy.keys().secret_key).as_bytes()).await;
        assert!(response.starts_with("HTTP/1.1 200"), "{method}: {response}");
    }
    let calls = kept.calls.lock().clone();
    let left = "Action=DescribeKeyPairs&KeyName.1=a%20b&Version=2014-10-01";
    assert_eq!(calls[0].forward.path_and_query, format!("/?{left}"));
    assert_eq!((calls[1].forward.path_and_query.as_str(), &calls[1].forward.body[..]), ("/", left.as_bytes()));
    assert!(calls.iter().all(|call| call.pairs == [("KeyName.1".to_owned(), "a b".to_owned())]));
    assert_eq!(proxy.tally().signatures.get("v2"), Some(&2));
    let wrong = exchange(&proxy, signed_v2(&proxy, "POST", "another").as_bytes()).await;
    assert!(wrong.starts_with("HTTP/1.1 403"), "{wrong}");
    let old = signed_v2(&proxy, "GET", &proxy.keys().secret_key).replace("HmacSHA256", "HmacSHA1");
    assert!(exchange(&proxy, old.as_bytes()).await.contains("HmacSHA1 is not supported"));
}
