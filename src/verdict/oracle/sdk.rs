//! The third oracle: does the official SDK make of the answer what it says?

use record::SdkVerdict;
use serde_json::Value;

use crate::finding::{Draft, FindingKind};
use crate::oracle::answer::{Answer, DecodedCall};

/// Judges what the SDK made of an answer that can be read at all.
pub(crate) fn judge(seen: &DecodedCall<'_>) -> Option<Draft> {
    let called = seen.called();
    match (&seen.observation.sdk, &seen.answer) {
        (SdkVerdict::Unreadable { reason }, Answer::Success(..)) => Some(
            Draft::new(
                FindingKind::SdkUnreadable,
                format!("{called} succeeded, and the SDK cannot read its answer: {reason}"),
            )
            .expected("an answer that the SDK can read")
            .actual(reason.as_str()),
        ),
        (SdkVerdict::Unreadable { .. }, Answer::Refused(_, error)) => Some(lost(called, &error.code, Value::Null)),
        (SdkVerdict::ServiceError { code }, Answer::Refused(_, error)) if code.as_deref() != Some(&error.code) => {
            Some(lost(called, &error.code, code.as_deref().map_or(Value::Null, Value::from)))
        }
        _ => None,
    }
}

fn lost(called: &str, ours: &str, theirs: Value) -> Draft {
    let message = match theirs.as_str() {
        Some(theirs) => format!("{called} was refused with {ours}, and the SDK reports {theirs}"),
        None => format!("{called} was refused with {ours}, and the SDK does not find the code"),
    };
    Draft::new(FindingKind::SdkLostErrorCode, message).expected(ours).actual(theirs)
}
