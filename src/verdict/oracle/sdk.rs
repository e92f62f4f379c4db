//! The SDK oracle: whether the official SDK makes of the response what it holds.

use record::SdkVerdict;
use serde_json::Value;

use crate::finding::{FindingDraft, FindingKind};
use crate::oracle::decoded_call::DecodedCall;

/// Judges what the SDK made of a response that can be decoded.
pub(crate) fn judge(call: &DecodedCall<'_>) -> Option<FindingDraft> {
    let called = call.called();
    let rejected = call.service_error().map(|(_, error)| error.code.as_str());
    match (&call.observation.sdk, rejected) {
        (SdkVerdict::Unreadable { reason }, None) if call.success().is_some() => Some(
            FindingDraft::new(
                FindingKind::SdkUnreadable,
                format!("{called} succeeded, but the SDK cannot decode the response: {reason}"),
            )
            .expected("a response that the SDK can decode")
            .actual(reason.as_str()),
        ),
        (SdkVerdict::Unreadable { .. }, Some(code)) => Some(lost(called, code, Value::Null)),
        (SdkVerdict::ServiceError { code: reported }, Some(code)) if reported.as_deref() != Some(code) => {
            Some(lost(called, code, reported.as_deref().map_or(Value::Null, Value::from)))
        }
        _ => None,
    }
}

fn lost(called: &str, code: &str, reported: Value) -> FindingDraft {
    let message = match reported.as_str() {
        Some(reported) => format!("{called} was rejected with {code}, but the SDK reports {reported}"),
        None => format!("{called} was rejected with {code}, but the SDK does not find the code"),
    };
    FindingDraft::new(FindingKind::SdkLostErrorCode, message).expected(code).actual(reported)
}
