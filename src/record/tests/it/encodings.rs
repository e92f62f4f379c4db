//! The encodings in which a secret may be received or logged.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// Secrets whose first characters an escape before them may take, and one that looks escaped itself.
pub const SECRETS: [&str; 4] = [
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "Ab3/n+deadbeef/K7MDENG=",
    "ntub/;c&amp;d %41e\\n<f\"g",
    "12;&lt3/\\u0041bcd+/=",
];

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Percent escapes with digits in lower case.
fn lower(percent: &str) -> String {
    let mut parts = percent.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |done, part| format!("{done}%{}{}", part[..2].to_lowercase(), &part[2..]))
}

/// References in place of some characters.
fn xml_by_number(text: &str, escape: impl Fn(u32) -> String, is_escaped: impl Fn(char) -> bool) -> String {
    text.chars().map(|char| if is_escaped(char) { escape(u32::from(char)) } else { char.to_string() }).collect()
}

/// The inside of a JSON string.
fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Base64 in lines of this length.
fn wrapped(encoded: &str, length: usize, line_break: &str) -> String {
    let lines = encoded.as_bytes().chunks(length).map(|line| std::str::from_utf8(line).unwrap());
    lines.collect::<Vec<_>>().join(line_break)
}

/// A secret in each encoding that the redactor knows.
pub fn encodings(secret: &str) -> Vec<(&'static str, String)> {
    const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#').add(b'"').add(b'<').add(b'>');
    const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let mark = |char: char| !char.is_alphanumeric();
    let named = secret
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;");
    let unicode = |form: fn(u16) -> String| secret.encode_utf16().map(form).collect::<String>();
    let base64 = STANDARD.encode(secret);
    let hexadecimal: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    vec![
        ("as it is", secret.to_owned()),
        ("percent", percent(secret)),
        ("percent in lower case", lower(&percent(secret))),
        ("percent of every byte", secret.bytes().map(|byte| format!("%{byte:02x}")).collect()),
        ("percent of a path", utf8_percent_encode(secret, PATH).to_string()),
        ("a form", url::form_urlencoded::byte_serialize(secret.as_bytes()).collect()),
        ("percent twice", percent(&percent(secret))),
        ("percent twice in lower case", lower(&percent(&lower(&percent(secret))))),
        ("XML", named.clone()),
        ("XML in hexadecimal numbers", xml_by_number(secret, |number| format!("&#x{number:X};"), mark)),
        ("XML in numbers", xml_by_number(secret, |number| format!("&#{number};"), mark)),
        ("XML in numbers throughout", xml_by_number(secret, |number| format!("&#{number:03};"), |_| true)),
        ("XML within a form", percent(&named)),
        ("XML within XML", named.replace('&', "&amp;")),
        ("JSON", json(secret)),
        ("JSON in numbers", unicode(|unit| format!("\\u{unit:04x}"))),
        ("JSON in numbers in upper case", unicode(|unit| format!("\\u{unit:04X}"))),
        ("JSON within JSON", json(&json(secret))),
        ("JSON with escaped slashes", json(secret).replace('/', "\\/")),
        ("JSON within XML", json(secret).replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")),
        ("base64", base64.clone()),
        ("base64 for URLs", URL_SAFE_NO_PAD.encode(secret)),
        ("base64 after one byte", STANDARD.encode(format!("x{secret}"))),
        ("base64 after two bytes", STANDARD.encode(format!("xy{secret}z"))),
        ("base64 within a form", percent(&base64)),
        ("base64 of a URL", STANDARD.encode(format!("/?k={}&", utf8_percent_encode(secret, UNRESERVED)))),
        ("base64 within JSON", json(&base64).replace('/', "\\/")),
        ("base64 in lines", wrapped(&base64, 16, "\r\n")),
        ("base64 in lines within JSON", wrapped(&base64, 19, "\\n")),
        ("hexadecimal", hexadecimal.clone()),
        ("hexadecimal in upper case", hexadecimal.to_uppercase()),
    ]
}

/// Base64 of a text that contains the secret, and the characters of it that depend on the secret alone.
pub fn base64_of_all(before: &[u8], secret: &str, after: &[u8], for_urls: bool) -> (String, String) {
    let engine = if for_urls { &URL_SAFE } else { &STANDARD };
    let encoded = engine.encode([before, secret.as_bytes(), after].concat());
    let (first, last) = ((before.len() * 8).div_ceil(6), (before.len() + secret.len()) * 8 / 6);
    let core = encoded[first..last].to_owned();
    (encoded, core)
}
