//! Pairs -> the form in a request's body.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what RFC 3986 calls unreserved, as AWS's signature wants it:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The body of a request: `Action=...&Version=...`, then the pairs in their order, percent-encoded.
pub fn form(action: &str, version: &str, pairs: &[(String, String)]) -> String {
    let fixed = [("Action", action), ("Version", version)];
    encode(fixed.into_iter().chain(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
}

/// A form or a query string of these pairs alone, in their order, percent-encoded.
pub fn form_of(pairs: &[(String, String)]) -> String {
    encode(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn encode<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> String {
    let length = |text: &str| text.len() + text.len() / 4 + 2;
    let mut form = String::with_capacity(pairs.clone().map(|(name, value)| length(name) + length(value)).sum());
    for (name, value) in pairs {
        if !form.is_empty() {
            form.push('&');
        }
        form.extend(utf8_percent_encode(name, &RESERVED));
        form.push('=');
        form.extend(utf8_percent_encode(value, &RESERVED));
    }
    form
}
