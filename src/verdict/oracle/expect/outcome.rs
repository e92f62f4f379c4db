//! Whether a call succeeds, or is rejected, as expected.

use contract::{ServiceError, tables};
use record::Response;
use scenario::{Action, Step, Template, code_matches};
use serde_json::{Value, json};

use crate::finding::{FindingDraft, FindingKind, OracleResult};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::environment::environment_error;
use crate::oracle::expect::stated::{graded, scope};
use crate::oracle::transport;

/// Whether the call succeeded, or was rejected, as the step expects.
pub(super) fn outcome_as_expected(step: &Step, call: &DecodedCall<'_>, result: &mut OracleResult) -> bool {
    if let Some((response, error)) = call.service_error() {
        // A raw request with expectations about HTTP alone may be rejected: that is for `http` to judge.
        if states_http_only(step) {
            return true;
        }
        if step.expects_error() {
            return rejected_as_expected(step, response, error, call, result);
        }
        if step.allows_error(&error.code) && response.status < 500 {
            return false;
        }
        result.merge(rejected(response, error, call));
        return false;
    }
    match &step.error {
        _ if call.success().is_none() => false,
        None => true,
        Some(error) => {
            let expected = error.codes.join(" or ");
            let expected = if expected.is_empty() { "an error" } else { &expected };
            let message = format!("{} succeeded; AWS returns {expected}", call.called());
            let draft =
                FindingDraft::new(FindingKind::NoError, message).expected(codes(&error.codes)).actual("success");
            // Accepting what AWS refuses as malformed harms no client that sends what AWS accepts.
            let validation = !error.codes.is_empty() && error.codes.iter().all(|code| is_mere_validation(code));
            result.drafts.push(graded(draft, step, validation));
            false
        }
    }
}

/// Whether a raw request's step has expectations about the HTTP response, and none about its content.
pub(crate) fn states_http_only(step: &Step) -> bool {
    let states_content = step.error.is_some() || !step.expect.is_empty() || !step.save.is_empty();
    let states_http = step.status.is_some() || !step.http.is_empty();
    matches!(step.action, Action::Raw(_)) && states_http && !states_content
}

/// What an error means where a success was expected.
pub(super) fn rejected(response: &Response, error: &ServiceError, call: &DecodedCall<'_>) -> OracleResult {
    let called = call.called();
    let actual = json!({"Code": error.code, "Message": error.message});
    let draft = |kind, message: String| {
        OracleResult::one(FindingDraft::new(kind, message).expected("success").actual(actual.clone()))
    };
    if tables::action_missing(response.status, &error.code, &error.message) {
        return draft(FindingKind::ActionUnsupported, format!("{called} is not supported ({})", error.code));
    }
    if let Some(reason) = environment_error(called, error) {
        return OracleResult::error(reason);
    }
    if response.status >= 500 {
        return draft(
            FindingKind::ServerError,
            format!("{called} failed with HTTP {} {}: {}", response.status, error.code, error.message),
        );
    }
    if let Some(lost) = transport::lost_before(call).filter(|_| !tables::is_validation_code(&error.code)) {
        return OracleResult::one(lost);
    }
    draft(FindingKind::UnexpectedError, format!("{called} was rejected with {}: {}", error.code, error.message))
}

fn rejected_as_expected(
    step: &Step,
    response: &Response,
    error: &ServiceError,
    call: &DecodedCall<'_>,
    result: &mut OracleResult,
) -> bool {
    let called = call.called();
    let expected = step.error.as_ref().map_or(&[][..], |expected| &expected.codes);
    let listed = step.error.is_some() && code_matches(expected, &error.code);
    // A missing action rejects every call, so none of its errors is the expected one. A raw request may be rejected with
    // the same words for what is wrong with it, but not a generated one.
    let missing = tables::action_missing(response.status, &error.code, &error.message);
    let of_action = match &step.action {
        Action::Raw(raw) => raw.invalid,
        _ => expected.is_empty() || !listed,
    };
    // `InvalidAction` for an action that AWS has is about the action, whatever is wrong with the request.
    let of_action = of_action || (call.operation.is_some() && !listed && error.code == "InvalidAction");
    if missing && of_action {
        let mut missing = rejected(response, error, call);
        missing.drafts.iter_mut().for_each(|draft| draft.expected = Some(codes(expected)));
        result.merge(missing);
        return false;
    }
    if response.status >= 500 && step.status.is_none_or(|status| status < 500) && !expects_server_error(expected) {
        let message = format!(
            "{called} failed with HTTP {} {} instead of a client error: {}",
            response.status, error.code, error.message
        );
        let draft = FindingDraft::new(FindingKind::ServerError, message).expected(codes(expected));
        let draft = draft.actual(json!({"Code": error.code, "Message": error.message}));
        // The call is refused, as it must be; a client that decides by the code does not find it.
        let decisive = expected.iter().any(|code| !tables::decided_by(code).is_empty());
        result.drafts.push(graded(draft, step, !decisive));
        return false;
    }
    let Some(stated) = &step.error else { return true };
    if !listed {
        let message = format!("{called} was rejected with {}; AWS returns {}", error.code, expected.join(" or "));
        let draft = FindingDraft::new(FindingKind::WrongErrorCode, message).at("Code");
        let draft = draft.expected(codes(expected)).actual(error.code.as_str());
        let validation = expected.iter().all(|code| is_mere_validation(code)) && is_mere_validation(&error.code);
        result.drafts.push(graded(draft, step, validation));
        return false;
    }
    result.drafts.extend(stated.message.as_ref().and_then(|text| lacking(text, error, call)));
    true
}

/// Whether a code only reports that the request is malformed, and no client decides by it.
fn is_mere_validation(code: &str) -> bool {
    tables::is_validation_code(code) && tables::decided_by(code).is_empty()
}

/// Whether AWS returns any of these codes with 5xx.
fn expects_server_error(expected: &[String]) -> bool {
    expected.iter().any(|code| tables::error_code(code).is_some_and(|known| known.class == tables::ErrorClass::Server))
}

fn codes(codes: &[String]) -> Value {
    match codes {
        [] => Value::from("an error"),
        [code] => Value::from(code.as_str()),
        several => Value::from(several.to_vec()),
    }
}

/// Reports an error message that lacks the expected text.
fn lacking(text: &Template, error: &ServiceError, call: &DecodedCall<'_>) -> Option<FindingDraft> {
    let resolved = text.resolve(&scope(&call.observation.bindings)).ok()?;
    let text = resolved.as_str().map_or_else(|| resolved.to_string(), str::to_owned);
    let message = || format!("the message of {} lacks `{text}`: {}", error.code, error.message);
    (!error.message.contains(&text)).then(|| {
        FindingDraft::new(FindingKind::ErrorLacksText, message())
            .at("Message")
            .expected(text.as_str())
            .actual(error.message.as_str())
    })
}
