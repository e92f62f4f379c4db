//! The call as `curl` makes it.

use contract::Signature;
use record::{EndpointHead, Observation, Request, shell_word as word};
use scenario::{Action, RawRequest, Step};

use crate::reproduce::presign;

/// Headers that `curl` adds itself, or that belong to one signature.
const NOT_COPIED: [&str; 9] = [
    "authorization",
    "host",
    "content-length",
    "x-amz-date",
    "x-amz-content-sha256",
    "x-amz-security-token",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "user-agent",
];
/// What the SDK adds to its user agent.
const USER_AGENT: &str = "x-amz-user-agent";

const TAMPERED: &str = "the body was changed after signing, which curl cannot do";

/// `curl ...` for a call; absent if nothing was sent.
pub(crate) fn command(observation: &Observation, step: &Step, endpoint: &EndpointHead) -> Option<String> {
    let request = &observation.last()?.request;
    let raw = match &step.action {
        Action::Raw(raw) => Some(raw),
        _ => None,
    };
    let (note, signing) = signing(raw, endpoint);
    let mut words = vec!["curl --include".to_owned()];
    words.extend(signing);
    if presigned(raw).is_none() && request.headers.iter().any(|(name, _)| name == "x-amz-security-token") {
        words.push(r#"-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN""#.to_owned());
    }
    let copied = |name: &str| !NOT_COPIED.contains(&name) && name != USER_AGENT;
    let headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, _)| copied(name))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    words.extend(headers.iter().map(|header| format!("-H {}", word(header))));
    words.extend(body(request));
    let url = unsigned(&request.url);
    words.push(match presigned(raw) {
        Some(signature) => presign::url(&request.method, &url, &request.body.text(), &headers, signature, endpoint),
        None => word(&url),
    });
    let command = words.join(" ");
    Some(match note {
        Some(note) => format!("{command}  # {note}"),
        None => command,
    })
}

/// The signature of a request that is signed in its query string.
fn presigned(raw: Option<&RawRequest>) -> Option<Signature> {
    raw.filter(|raw| raw.presigned).map(|raw| raw.signature)
}

fn body(request: &Request) -> Option<String> {
    match (request.method.as_str(), request.body.0.is_empty()) {
        ("GET", true) => None,
        ("POST", true) => Some("-X POST".to_owned()),
        ("POST", false) => Some(format!("--data-binary {}", word(&request.body.text()))),
        (method, true) => Some(format!("-X {}", word(method))),
        (method, false) => Some(format!("-X {} --data-binary {}", word(method), word(&request.body.text()))),
    }
}

/// A presigned URL without its signature.
fn unsigned(url: &str) -> String {
    const SIGNING: [&str; 6] = [
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-expires",
        "x-amz-signedheaders",
        "x-amz-signature",
    ];
    let Some((place, query)) = url.split_once('?') else { return url.to_owned() };
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    let signs = |pair: &&str| SIGNING.contains(&name(pair).as_str()) || name(pair) == "x-amz-security-token";
    let kept: Vec<&str> = query.split('&').filter(|pair| !signs(pair)).collect();
    if kept.is_empty() { place.to_owned() } else { format!("{place}?{}", kept.join("&")) }
}

/// A note on what `curl` cannot do, and its options for signing.
fn signing(raw: Option<&RawRequest>, endpoint: &EndpointHead) -> (Option<&'static str>, Vec<String>) {
    const USER: &str = r#""$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY""#;
    let signed = |region: &str, service: &str, user: &str| {
        vec![format!("--aws-sigv4 {} --user {user}", word(&format!("aws:amz:{region}:{service}")))]
    };
    let region = endpoint.region.as_str();
    let right = || signed(region, "ec2", USER);
    let Some(raw) = raw else { return (None, right()) };
    if let Some(signature) = presigned(Some(raw)) {
        let of_body = signature == Signature::TamperedBody && raw.method != "GET";
        return (of_body.then_some(TAMPERED), Vec::new());
    }
    match raw.signature {
        Signature::Right => (None, right()),
        Signature::None => (None, Vec::new()),
        Signature::WrongSecret => (None, signed(region, "ec2", r#""$AWS_ACCESS_KEY_ID:not-the-secret""#)),
        Signature::UnknownKey => (None, signed(region, "ec2", "AKIAIOSFODNN7EXAMPLE:not-a-secret")),
        Signature::WrongRegion => (None, signed("xx-elsewhere-1", "ec2", USER)),
        Signature::WrongService => (None, signed(region, "s3", USER)),
        Signature::Expired => {
            let mut words = right();
            words.push("-H 'X-Amz-Date: 20200101T000000Z'".to_owned());
            (None, words)
        }
        Signature::TamperedBody => (Some(TAMPERED), right()),
    }
}
