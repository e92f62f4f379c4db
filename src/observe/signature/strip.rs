//! Requests without their signature: everything else stays byte for byte.

use crate::http::is_hop_by_hop;
use crate::pairs::decode;
use crate::signature::signed::Signed;

/// The parameters of a signature of version 4 in a query.
const V4: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
    "X-Amz-Security-Token",
];
/// Those of a signature of version 2.
const V2: [&str; 7] =
    ["AWSAccessKeyId", "Signature", "SignatureVersion", "SignatureMethod", "Timestamp", "Expires", "SecurityToken"];
/// The headers of a signature.
const HEADERS: [&str; 3] = ["authorization", "x-amz-date", "x-amz-security-token"];
/// The headers that are set anew for the endpoint, or were for this connection alone.
const OWN: [&str; 3] = ["host", "content-length", "expect"];

/// Whether a parameter belongs to the signature, and not to the action.
pub(crate) fn is_of_signature(signed: &Signed, name: &str) -> bool {
    match signed {
        Signed::V4 { .. } | Signed::None => V4.contains(&name),
        Signed::V2 => V2.contains(&name),
    }
}

/// A query or a form without the parameters of the signature.
fn form_without(signed: &Signed, form: &str) -> String {
    let kept = form.split('&').filter(|pair| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        !is_of_signature(signed, &decode(name))
    });
    kept.collect::<Vec<_>>().join("&")
}

/// Target, headers and body of a request without its signature. `form`: the body, if it is a form.
pub(crate) fn without_signature(
    signed: &Signed,
    target: &str,
    headers: &[(String, String)],
    form: Option<&str>,
) -> (String, Vec<(String, String)>, Option<String>) {
    let target = match target.split_once('?') {
        Some((path, query)) => match form_without(signed, query) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        },
        None => target.to_owned(),
    };
    let named: Vec<String> = headers
        .iter()
        .filter(|(name, _)| name == "connection")
        .flat_map(|(_, value)| value.split(',').map(|one| one.trim().to_lowercase()))
        .collect();
    let goes_on = |name: &str| {
        !is_hop_by_hop(name) && !OWN.contains(&name) && !HEADERS.contains(&name) && !named.iter().any(|one| one == name)
    };
    let headers = headers.iter().filter(|(name, _)| goes_on(name)).cloned().collect();
    // Of version 4 nothing is in the body.
    let form = form.filter(|_| *signed == Signed::V2).map(|form| form_without(signed, form));
    (target, headers, form)
}
