//! The expect oracle: the expectations that the scenario states for a step.

use std::collections::BTreeMap;

use contract::{ServiceError, Severity, root_element, tables};
use record::{HookRun, Response, SentTogether, StepRecord, WaitEnd, Waited};
use scenario::{Action, Check, CheckResult, Received, Scope, Step, Template, Together, code_matches};
use serde_json::{Value, json};

use crate::finding::{Draft, FindingKind, OracleResult, excerpt, quoted};
use crate::oracle::decoded_call::DecodedCall;
use crate::oracle::environment::environment_error;
use crate::oracle::transport;

/// Judges a step by its expectations. `settled` is the call that they are evaluated on.
pub(crate) fn judge(step: &Step, record: &StepRecord, settled: Option<&DecodedCall<'_>>) -> OracleResult {
    if let Some(run) = &record.hook_run {
        return hook(step, run);
    }
    let Some(call) = settled else { return OracleResult::default() };
    let mut result = OracleResult::default();
    let as_expected = match &record.waited {
        Some(waited) => wait_succeeded(step, waited, call, &mut result),
        None => outcome_as_expected(step, call, &mut result),
    };
    let mut stated: Vec<Draft> = Vec::new();
    if let Some(response) = call.response() {
        stated.extend(status(step, response));
        stated.extend(http(step, response, &call.observation.bindings));
    }
    // Expectations about one outcome say nothing about another.
    if as_expected {
        let data = call.data();
        stated.extend(checks(&step.expect, &data, &call.observation.bindings));
        stated.extend(unsaved(step, &call.observation.saved));
    }
    result.drafts.extend(stated.into_iter().map(|draft| graded(draft, step, false)));
    result
}

/// Judges what is expected of several steps that were sent at the same moment; nothing without their calls.
pub(crate) fn together(step: &Step, members: &[DecodedCall<'_>], together: &SentTogether) -> OracleResult {
    if members.is_empty() {
        return OracleResult::default();
    }
    let received =
        |call: &DecodedCall<'_>| Received { succeeded: call.success().is_some(), response: call.data().into_owned() };
    let data = Together::data(members.iter().map(received).collect());
    let mut stated = checks(&step.expect, &data, &together.bindings);
    stated.extend(unsaved(step, &together.saved));
    OracleResult { drafts: stated.into_iter().map(|draft| graded(draft, step, false)).collect(), error: None }
}

/// Judges whether a call succeeded, or was rejected, as the step expects.
pub(crate) fn outcome(step: &Step, call: &DecodedCall<'_>) -> OracleResult {
    let mut result = OracleResult::default();
    outcome_as_expected(step, call, &mut result);
    result
}

/// Judges what is expected of a list that was read page by page to its end. `last` is the last page, `whole` all as one
/// response.
pub(crate) fn of_pages(step: &Step, last: &DecodedCall<'_>, whole: &Value) -> OracleResult {
    let observation = last.observation;
    let mut stated = checks(&step.expect, whole, &observation.bindings);
    stated.extend(unsaved(step, &observation.saved));
    OracleResult { drafts: stated.into_iter().map(|draft| graded(draft, step, false)).collect(), error: None }
}

/// Whether a `wait` or `until` reached the awaited state.
fn wait_succeeded(step: &Step, waited: &Waited, call: &DecodedCall<'_>, result: &mut OracleResult) -> bool {
    let about = |kind, message: String| {
        let draft = Draft::new(kind, message).at(&waited.waiter).expected(waited.waiter.as_str());
        graded(draft.actual(last_state(step, call)), step, false)
    };
    match &waited.end {
        WaitEnd::Met => return true,
        WaitEnd::Deadline if call.response().is_some() => {
            let (seconds, polls, called) = (waited.deadline_ms / 1000, waited.polls, call.called());
            // What an earlier wait of the run was given in full need not be waited for again.
            let remembered =
                if waited.remembered { ", remembered from an earlier wait that took all its time" } else { "" };
            let message = match unmet_conditions(step, call).as_slice() {
                [] => format!(
                    "{} was not reached within {seconds} s ({polls} calls of {called}{remembered})",
                    waited.waiter
                ),
                unmet => format!("{}, for {seconds} s ({polls} calls of {called}{remembered})", unmet.join("; ")),
            };
            result.drafts.push(about(FindingKind::WaitDeadline, message));
        }
        WaitEnd::Deadline => {}
        WaitEnd::Failed { reason } => {
            match call.service_error() {
                // A refused call in a wait is a refused call.
                Some((response, error)) => result.merge(rejected(response, error, call)),
                None if call.success().is_some() => {
                    let message = format!("waiting for {}: {reason}", waited.waiter);
                    result.drafts.push(about(FindingKind::WaitFailed, message));
                }
                // Another oracle reports what is wrong with the response.
                None => {}
            }
        }
    }
    false
}

/// The conditions that an `until` last saw unmet, each with both values: `` `length(Vpcs)`: 2 expected, 1 seen``.
fn unmet_conditions(step: &Step, call: &DecodedCall<'_>) -> Vec<String> {
    let Some(polling) = step.until.as_ref().filter(|_| call.success().is_some()) else { return Vec::new() };
    let (data, scope) = (call.data(), scope(&call.observation.bindings));
    let unmet = |check: &Check| {
        let text = check.expression.text();
        let CheckResult { held, expected, actual } = check.holds(&data, &scope).ok()?;
        let compared = check.value.is_none() && expected != Value::Bool(true);
        let subject = text.rsplit_once(" == ").filter(|_| compared).map_or(text, |(left, _)| left);
        (!held).then(|| format!("`{subject}`: {} expected, {} seen", quoted(&expected), quoted(&actual)))
    };
    polling.conditions.iter().filter_map(unmet).collect()
}

/// What a wait saw last: the values of its conditions, or the error.
fn last_state(step: &Step, call: &DecodedCall<'_>) -> Value {
    let data = call.data();
    let error = call.service_error().map(|(_, error)| error);
    let Some(polling) = &step.until else {
        return match error {
            Some(error) => json!({"Code": error.code, "Message": error.message}),
            None => data.into_owned(),
        };
    };
    let scope: Scope = scope(&call.observation.bindings);
    let value = |check: &Check| {
        let actual =
            check.holds(&data, &scope).map_or_else(|error| Value::from(error.to_string()), |result| result.actual);
        (check.expression.text().to_owned(), actual)
    };
    match error {
        Some(error) => Value::from(error.code.as_str()),
        None if call.success().is_some() && !polling.conditions.is_empty() => {
            Value::Object(polling.conditions.iter().map(value).collect())
        }
        None => Value::from("success"),
    }
}

/// Whether the call succeeded, or was rejected, as the step expects.
fn outcome_as_expected(step: &Step, call: &DecodedCall<'_>, result: &mut OracleResult) -> bool {
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
            let draft = Draft::new(FindingKind::NoError, message).expected(codes(&error.codes)).actual("success");
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
fn rejected(response: &Response, error: &ServiceError, call: &DecodedCall<'_>) -> OracleResult {
    let called = call.called();
    let actual = json!({"Code": error.code, "Message": error.message});
    let draft =
        |kind, message: String| OracleResult::one(Draft::new(kind, message).expected("success").actual(actual.clone()));
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
        let draft = Draft::new(FindingKind::ServerError, message).expected(codes(expected));
        let draft = draft.actual(json!({"Code": error.code, "Message": error.message}));
        // The call is refused, as it must be; a client that decides by the code does not find it.
        let decisive = expected.iter().any(|code| !tables::decided_by(code).is_empty());
        result.drafts.push(graded(draft, step, !decisive));
        return false;
    }
    let Some(stated) = &step.error else { return true };
    if !listed {
        let message = format!("{called} was rejected with {}; AWS returns {}", error.code, expected.join(" or "));
        let draft = Draft::new(FindingKind::WrongErrorCode, message).at("Code");
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

/// An expectation's severity: that of the step; without one, `differs` if it is mild.
fn graded(draft: Draft, step: &Step, mild: bool) -> Draft {
    let severity = step.severity.or(mild.then_some(Severity::Differs));
    Draft { severity, ..draft }
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
fn lacking(text: &Template, error: &ServiceError, call: &DecodedCall<'_>) -> Option<Draft> {
    let resolved = text.resolve(&scope(&call.observation.bindings)).ok()?;
    let text = resolved.as_str().map_or_else(|| resolved.to_string(), str::to_owned);
    let message = || format!("the message of {} lacks `{text}`: {}", error.code, error.message);
    (!error.message.contains(&text)).then(|| {
        Draft::new(FindingKind::ErrorLacksText, message())
            .at("Message")
            .expected(text.as_str())
            .actual(error.message.as_str())
    })
}

fn status(step: &Step, response: &Response) -> Option<Draft> {
    let expected = step.status.filter(|expected| *expected != response.status)?;
    let message = format!("the response has HTTP status {}, not {expected}", response.status);
    Some(Draft::new(FindingKind::WrongHttpStatus, message).at("status").expected(expected).actual(response.status))
}

fn http(step: &Step, response: &Response, bindings: &BTreeMap<String, Value>) -> Vec<Draft> {
    if step.http.is_empty() {
        return Vec::new();
    }
    let mut headers = serde_json::Map::new();
    for (name, value) in &response.headers {
        match headers.get_mut(name) {
            Some(Value::String(several)) => *several = format!("{several}, {value}"),
            _ => drop(headers.insert(name.clone(), Value::from(value.as_str()))),
        }
    }
    let body = &response.body;
    let root = root_element(&body.0).ok();
    let (root, xmlns) = root.map_or((None, None), |root| (Some(root.name), root.xmlns));
    let data =
        json!({"status": response.status, "headers": headers, "body": body.text(), "root": root, "xmlns": xmlns});
    let mut drafts = checks(&step.http, &data, bindings);
    for draft in drafts.iter_mut().filter(|draft| draft.kind != FindingKind::CannotEvaluate) {
        draft.kind = FindingKind::HttpCheckUnmet;
    }
    drafts
}

fn checks(checks: &[Check], data: &Value, bindings: &BTreeMap<String, Value>) -> Vec<Draft> {
    let scope = scope(bindings);
    checks.iter().filter_map(|check| unmet(check, data, &scope)).collect()
}

fn unmet(check: &Check, data: &Value, scope: &Scope) -> Option<Draft> {
    let text = check.expression.text();
    let draft = match check.holds(data, scope) {
        Ok(result) if result.held => return None,
        Ok(result) => {
            let (kind, message) = if check.value.is_some() {
                let (actual, expected) = (quoted(&result.actual), quoted(&result.expected));
                (FindingKind::UnequalValue, format!("`{text}` is {actual}, not {expected}"))
            } else {
                let compared = result.expected != Value::Bool(true);
                let sides = || format!(": {} is not {}", quoted(&result.actual), quoted(&result.expected));
                let sides = if compared { sides() } else { String::new() };
                (FindingKind::UnmetExpression, format!("`{text}` does not hold{sides}"))
            };
            Draft::new(kind, message).expected(result.expected).actual(result.actual)
        }
        // The step that should have saved the variable has a finding already.
        Err(error) if error.missing().is_some() => return None,
        Err(error) => Draft::new(FindingKind::CannotEvaluate, error.to_string()),
    };
    Some(draft.at(text))
}

fn scope(bindings: &BTreeMap<String, Value>) -> Scope {
    bindings.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Reports values that the step should have saved and the response lacks.
fn unsaved(step: &Step, saved: &BTreeMap<String, Value>) -> Vec<Draft> {
    let absent = step.save.iter().filter(|(name, _)| !saved.contains_key(name));
    let draft = |name: &str, text: &str| {
        let message = format!("`{text}` is not in the response; later steps need it as `{name}`");
        Draft::new(FindingKind::SavedValueAbsent, message).at(text).actual(Value::Null)
    };
    absent.map(|(name, expression)| draft(name, expression.text())).collect()
}

/// Judges what a program printed that ran to its end.
pub(crate) fn of_output(
    step: &Step,
    output: &Value,
    bindings: &BTreeMap<String, Value>,
    saved: &BTreeMap<String, Value>,
) -> OracleResult {
    let mut drafts = checks(&step.expect, output, bindings);
    drafts.extend(unsaved(step, saved));
    OracleResult { drafts, error: None }
}

fn hook(step: &Step, run: &HookRun) -> OracleResult {
    if run.exit_status == Some(0) {
        return of_output(step, &run.output, &run.bindings, &run.saved);
    }
    let how = match run.exit_status {
        Some(exit) => format!("exited with status {exit}"),
        None => "did not exit by itself".to_owned(),
    };
    let message = format!("the hook {} {how}: {}", run.hook, excerpt(run.stderr.as_bytes()));
    let draft = Draft::new(FindingKind::HookFailed, message.clone()).at(&run.hook).expected(0).actual(run.exit_status);
    OracleResult { drafts: vec![draft], error: Some(message) }
}
