//! Signature version 4:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use std::time::SystemTime;

use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use contract::wire;
use sha2::{Digest as _, Sha256};
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time};

use crate::http::Incoming;
use crate::keys::ThrowawayKeys;
use crate::pairs::{Pairs, decoded};
use crate::refusal::Refusal;
use crate::signature::refused::{check_key, refused};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The parts of a credential: `AKIA.../20260101/us-east-1/ec2/aws4_request`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CredentialScope {
    key: String,
    date: String,
    pub(crate) region: String,
    pub(crate) service: String,
}

/// What a request states about its signature.
struct Stated {
    scope: CredentialScope,
    signed_headers: String,
    signature: String,
    /// `20260101T000000Z`
    at: String,
    in_query: bool,
}

/// The scope of a request's signature of this version, wherever it is.
pub(crate) fn scope(request: &Incoming, pairs: &Pairs) -> Option<CredentialScope> {
    let in_header = request.header("authorization").filter(|value| value.starts_with(ALGORITHM));
    let credential = match in_header {
        Some(value) => field(value, "Credential")?.to_owned(),
        None => {
            pairs.query("X-Amz-Algorithm").filter(|algorithm| *algorithm == ALGORITHM)?;
            pairs.query("X-Amz-Credential")?.to_owned()
        }
    };
    let mut parts = credential.rsplitn(5, '/');
    let (end, service, region, date, key) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    (end == "aws4_request").then(|| CredentialScope {
        key: key.to_owned(),
        date: date.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
    })
}

/// A field of the header: `SignedHeaders` of `..., SignedHeaders=host;x-amz-date, ...`.
fn field<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let fields = header.strip_prefix(ALGORITHM)?.split(',');
    fields.filter_map(|field| field.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value.trim())
}

fn read(request: &Incoming, pairs: &Pairs) -> Option<Stated> {
    let scope = scope(request, pairs)?;
    match request.header("authorization") {
        Some(header) if header.starts_with(ALGORITHM) => Some(Stated {
            scope,
            signed_headers: field(header, "SignedHeaders")?.to_owned(),
            signature: field(header, "Signature")?.to_owned(),
            at: request.header("x-amz-date").or_else(|| request.header("date"))?.to_owned(),
            in_query: false,
        }),
        _ => Some(Stated {
            scope,
            signed_headers: pairs.query("X-Amz-SignedHeaders")?.to_owned(),
            signature: pairs.query("X-Amz-Signature")?.to_owned(),
            at: pairs.query("X-Amz-Date")?.to_owned(),
            in_query: true,
        }),
    }
}

pub(crate) fn check(request: &Incoming, pairs: &Pairs, keys: &ThrowawayKeys) -> Result<(), Refusal> {
    let incomplete = || refused("the signature (version 4) is incomplete");
    let stated = read(request, pairs).ok_or_else(incomplete)?;
    check_key(&stated.scope.key, keys)?;
    let CredentialScope { date, region, service, .. } = &stated.scope;
    let day = day(date).ok_or_else(|| refused(format!("`{date}` is not the date of a signature")))?;
    let canonical = canonical(request, &stated)?;
    let text = format!(
        "{ALGORITHM}\n{}\n{date}/{region}/{service}/aws4_request\n{}",
        stated.at,
        hex_digest(canonical.as_bytes())
    );
    let key = generate_signing_key(&keys.secret_key, day, region, service);
    if calculate_signature(key, text.as_bytes()) == stated.signature {
        return Ok(());
    }
    Err(refused("the signature (version 4) does not match the request and the secret key of the environment"))
}

/// The beginning of a day: `20260101`.
fn day(text: &str) -> Option<SystemTime> {
    let date = Date::parse(text, format_description!("[year][month][day]")).ok()?;
    Some(OffsetDateTime::new_utc(date, Time::MIDNIGHT).into())
}

/// The request in its canonical form.
fn canonical(request: &Incoming, stated: &Stated) -> Result<String, Refusal> {
    let mut query: Vec<(String, String)> = decoded(request.query());
    if stated.in_query {
        query.retain(|(name, _)| name != "X-Amz-Signature");
    }
    let mut query: Vec<String> = query.into_iter().map(|pair| wire::form_of(&[pair])).collect();
    query.sort_by(|one, other| one.split_once('=').cmp(&other.split_once('=')));
    let mut headers = String::new();
    for name in stated.signed_headers.split(';') {
        let values: Vec<String> = request
            .headers
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        if values.is_empty() {
            return Err(refused(format!("the header {name} is signed, and was not received")));
        }
        headers.push_str(&format!("{name}:{}\n", values.join(",")));
    }
    let hash = hex_digest(&request.body);
    if let Some(claimed) = request.header("x-amz-content-sha256").filter(|claimed| claimed.len() == hash.len())
        && claimed != hash
    {
        return Err(refused("the body is not the one that was signed"));
    }
    let hash = request.header("x-amz-content-sha256").map_or(hash, str::to_owned);
    Ok(format!(
        "{}\n{}\n{}\n{headers}\n{}\n{hash}",
        request.method,
        path(request.path()),
        query.join("&"),
        stated.signed_headers
    ))
}

/// The canonical path: each part encoded once more.
fn path(path: &str) -> String {
    if path.is_empty() {
        return "/".to_owned();
    }
    let encoded = |part: &str| wire::form_of(&[(part.to_owned(), String::new())]).trim_end_matches('=').to_owned();
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}

fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
