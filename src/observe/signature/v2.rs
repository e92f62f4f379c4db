//! Signature version 2, which EC2 accepted before version 4 and clients of that time send:
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html>.

use aws_sigv4::sign::v4::calculate_signature;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use contract::wire;

use crate::http::Incoming;
use crate::keys::ThrowawayKeys;
use crate::pairs::Pairs;
use crate::refusal::Refusal;
use crate::signature::refused::{check_key, refused};

const METHOD: &str = "HmacSHA256";

pub(crate) fn check(request: &Incoming, pairs: &Pairs, keys: &ThrowawayKeys) -> Result<(), Refusal> {
    let need = |name: &str| pairs.get(name).ok_or_else(|| refused(format!("the signature (version 2) lacks {name}")));
    check_key(need("AWSAccessKeyId")?, keys)?;
    let version = need("SignatureVersion")?;
    if version != "2" {
        return Err(refused(format!("signature version {version} is not supported: only 4 and 2 are")));
    }
    let method = need("SignatureMethod")?;
    if method != METHOD {
        return Err(refused(format!("the signature method {method} is not supported: only {METHOD} is")));
    }
    let signature = need("Signature")?;
    let host = request.header("host").unwrap_or_default().to_lowercase();
    // boto signs the host without the port that it puts into the header.
    let bare = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name).to_owned();
    let mut signed: Vec<String> = pairs
        .all()
        .filter(|(name, _)| name != "Signature")
        .map(|pair| wire::form_of(std::slice::from_ref(pair)))
        .collect();
    signed.sort_by(|one, other| one.split_once('=').cmp(&other.split_once('=')));
    let path = if request.path().is_empty() { "/" } else { request.path() };
    let fits = |host: &str| {
        let text = format!("{}\n{host}\n{path}\n{}", request.method, signed.join("&"));
        base64_of_hex(&calculate_signature(keys.secret_key.as_bytes(), text.as_bytes())) == signature
    };
    if fits(&host) || fits(&bare) {
        return Ok(());
    }
    Err(refused("the signature (version 2) does not match the request and the secret key of the environment"))
}

/// The bytes that hexadecimal digits state, in base64.
fn base64_of_hex(hex: &str) -> String {
    let byte = |at: usize| hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    BASE64.encode((0..hex.len()).step_by(2).filter_map(byte).collect::<Vec<u8>>())
}
