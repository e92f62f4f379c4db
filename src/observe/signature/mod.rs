//! Signatures of requests: checked against the throwaway keys, and taken off.

mod strip;
mod v2;
mod v4;

use record::RefusalCause;
use sha2::{Digest as _, Sha256};

use crate::http::Incoming;
use crate::keys::ThrowawayKeys;
use crate::refusal::Refusal;
use crate::request::Pairs;

pub(crate) use strip::{is_of_signature, without_signature};

/// How a request is signed, as far as it states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signed {
    /// Signature version 4, for a region and a service.
    V4 {
        region: String,
        service: String,
    },
    /// Signature version 2, of clients before 2014.
    V2,
    None,
}

impl Signed {
    /// As in records: `v4`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Signed::V4 { .. } => "v4",
            Signed::V2 => "v2",
            Signed::None => "none",
        }
    }
}

/// How a request says that it is signed; nothing is checked.
pub(crate) fn stated(request: &Incoming, pairs: &Pairs) -> Signed {
    if let Some(scope) = v4::scope(request, pairs) {
        return Signed::V4 { region: scope.region, service: scope.service };
    }
    if pairs.get("Signature").is_some() || pairs.get("AWSAccessKeyId").is_some() {
        return Signed::V2;
    }
    Signed::None
}

/// Checks that a request carries the throwaway key and a valid signature made with it.
pub(crate) fn check(request: &Incoming, pairs: &Pairs, keys: &ThrowawayKeys) -> Result<(), Refusal> {
    match stated(request, pairs) {
        Signed::V4 { .. } => v4::check(request, pairs, keys),
        Signed::V2 => v2::check(request, pairs, keys),
        Signed::None => Err(refused("the request is not signed; use the keys of the environment")),
    }
}

fn refused(reason: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCause::Signature, reason)
}

/// Checks the access key id.
fn check_key(found: &str, keys: &ThrowawayKeys) -> Result<(), Refusal> {
    if found == keys.access_key_id {
        return Ok(());
    }
    // An id is no secret, but which account it belongs to is nobody's business.
    let shown: String = found.chars().take(4).collect();
    Err(refused(format!(
        "the request is signed with another access key ({shown}...) than AWS_ACCESS_KEY_ID has; does the client read a \
         configuration of its own?"
    )))
}

fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
