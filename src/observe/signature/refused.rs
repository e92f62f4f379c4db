//! Refusals of requests whose signature is wrong.

use record::RefusalCause;

use crate::keys::ThrowawayKeys;
use crate::refusal::Refusal;

pub(super) fn refused(reason: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCause::Signature, reason)
}

/// Checks the access key id.
pub(super) fn check_key(found: &str, keys: &ThrowawayKeys) -> Result<(), Refusal> {
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
