//! Whether a request is signed with the throwaway keys.

use crate::http::Incoming;
use crate::keys::ThrowawayKeys;
use crate::pairs::Pairs;
use crate::refusal::Refusal;
use crate::signature::refused::refused;
use crate::signature::signed::Signed;
use crate::signature::{v2, v4};

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
