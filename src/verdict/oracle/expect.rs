//! The first oracle: what the scenario states of a step.

use std::collections::BTreeMap;

use contract::{ServiceError, root_element, tables};
use record::{HookRun, Response, StepRecord, WaitEnd, Waited};
use scenario::{Action, Check, Scope, Step, Template, code_matches};
use serde_json::{Value, json};

use crate::finding::{Draft, FindingKind, Found, beginning, quoted};
use crate::oracle::answer::{Answer, DecodedCall};
use crate::oracle::environment::not_its_fault;

/// Judges a step by what it states. `settled` is the call that its expectations are put to.
pub(crate) fn judge(step: &Step, record: &StepRecord, settled: Option<&DecodedCall<'_>>) -> Found {
    if let Some(hook_run) = &record.hook_run {
        return hook(step, hook_run);
    }
    let Some(seen) = settled else { return Found::default() };
    let mut found = Found::default();
    let as_due = match &record.waited {
        Some(waited) => ended_well(step, waited, seen, &mut found),
        None => answered_well(step, seen, &mut found),
    };
    if let Some(response) = seen.response() {
        found.drafts.extend(status(step, response));
        found.drafts.extend(http(step, response, &seen.observation.bindings));
    }
    // What is stated of an answer says nothing when another one came.
    if as_due {
        let data = seen.data();
        found.drafts.extend(checks(&step.expect, &data, &seen.observation.bindings));
        found.drafts.extend(unsaved(step, &seen.observation.saved));
    }
    found
}

/// Whether a `wait` or `until` came to what it waited for.
fn ended_well(step: &Step, waited: &Waited, seen: &DecodedCall<'_>, found: &mut Found) -> bool {
    let about = |kind, message: String| {
        Draft::new(kind, message).at(&waited.waiter).expected(waited.waiter.as_str()).actual(state(step, seen))
    };
    let called = seen.called();
    match &waited.end {
        WaitEnd::Met => return true,
        WaitEnd::Deadline if seen.response().is_some() => {
            let (seconds, polls) = (waited.deadline_ms / 1000, waited.polls);
            let message = format!("{} did not come within {seconds} s ({polls} calls of {called})", waited.waiter);
            found.drafts.push(about(FindingKind::WaitDeadline, message));
        }
        WaitEnd::Failed { reason } => match &seen.answer {
            Answer::Refused(response, error) => {
                let refusal = refused(response, error, seen);
                let plain = refusal.drafts.iter().all(|draft| draft.kind == FindingKind::UnexpectedError);
                match refusal.trouble {
                    None if plain => {
                        let message = format!("waiting for {}: {reason}", waited.waiter);
                        found.drafts.push(about(FindingKind::WaitFailed, message));
                    }
                    _ => found.merge(refusal),
                }
            }
            Answer::Success(..) => {
                found.drafts.push(about(FindingKind::WaitFailed, format!("waiting for {}: {reason}", waited.waiter)));
            }
            // Another oracle says what is wrong with the answer.
            Answer::NotAsked(_) | Answer::Nothing(..) | Answer::Unreadable(..) => {}
        },
        WaitEnd::Deadline => {}
    }
    false
}

/// What a wait saw last: its conditions' values, or the error.
fn state(step: &Step, seen: &DecodedCall<'_>) -> Value {
    let data = seen.data();
    let Some(polling) = &step.until else {
        return match &seen.answer {
            Answer::Refused(_, error) => json!({"Code": error.code, "Message": error.message}),
            _ => data.into_owned(),
        };
    };
    let scope: Scope = scope(&seen.observation.bindings);
    let value = |check: &Check| {
        let actual =
            check.holds(&data, &scope).map_or_else(|error| Value::from(error.to_string()), |result| result.actual);
        (check.expression.text().to_owned(), actual)
    };
    match &seen.answer {
        Answer::Success(..) if !polling.conditions.is_empty() => {
            Value::Object(polling.conditions.iter().map(value).collect())
        }
        Answer::Refused(_, error) => Value::from(error.code.as_str()),
        _ => Value::from("success"),
    }
}

/// Whether the call succeeded, or was refused, as the step states.
fn answered_well(step: &Step, seen: &DecodedCall<'_>, found: &mut Found) -> bool {
    match &seen.answer {
        Answer::Success(..) => match &step.error {
            None => true,
            Some(error) => {
                let due = error.codes.join(" or ");
                let due = if due.is_empty() { "an error" } else { &due };
                let message = format!("{} succeeded; AWS answers {due}", seen.called());
                let draft = Draft::new(FindingKind::NoError, message);
                found.drafts.push(draft.expected(codes(&error.codes)).actual("success"));
                false
            }
        },
        // A hand-made request of which only the HTTP answer is stated may be refused: that is for `http` to say.
        Answer::Refused(..) if states_http_only(step) => true,
        Answer::Refused(response, error) if !step.expects_error() => {
            found.merge(refused(response, error, seen));
            false
        }
        Answer::Refused(response, error) => refused_as_due(step, response, error, seen, found),
        Answer::NotAsked(_) | Answer::Nothing(..) | Answer::Unreadable(..) => false,
    }
}

/// Whether a hand-made request's step states something of the HTTP answer, and nothing of what is in it.
pub(crate) fn states_http_only(step: &Step) -> bool {
    let states_content = step.error.is_some() || !step.expect.is_empty() || !step.save.is_empty();
    let states_http = step.status.is_some() || !step.http.is_empty();
    matches!(step.action, Action::Raw(_)) && states_http && !states_content
}

/// What an error means where a success was due.
fn refused(response: &Response, error: &ServiceError, seen: &DecodedCall<'_>) -> Found {
    let called = seen.called();
    let actual = json!({"Code": error.code, "Message": error.message});
    let draft =
        |kind, message: String| Found::one(Draft::new(kind, message).expected("success").actual(actual.clone()));
    if tables::action_missing(response.status, &error.code, &error.message) {
        return draft(FindingKind::ActionUnsupported, format!("{called} does not exist there ({})", error.code));
    }
    if let Some(reason) = not_its_fault(called, error) {
        return Found::trouble(reason);
    }
    if response.status >= 500 {
        return draft(
            FindingKind::ServerError,
            format!("{called} was answered with HTTP {} {}: {}", response.status, error.code, error.message),
        );
    }
    draft(FindingKind::UnexpectedError, format!("{called} was refused with {}: {}", error.code, error.message))
}

fn refused_as_due(
    step: &Step,
    response: &Response,
    error: &ServiceError,
    seen: &DecodedCall<'_>,
    found: &mut Found,
) -> bool {
    let called = seen.called();
    let due = step.error.as_ref().map_or(&[][..], |due| &due.codes);
    let named = step.error.is_some() && code_matches(due, &error.code);
    // An action that is not there refuses everything: no refusal of it is the one that is due. A hand-made
    // request may be refused in the same words for what is wrong with it, but not a generated one.
    let gone = tables::action_missing(response.status, &error.code, &error.message);
    let of_action = match &step.action {
        Action::Raw(raw) => raw.invalid,
        _ => due.is_empty() || !named,
    };
    if gone && of_action {
        found.merge(refused(response, error, seen));
        return false;
    }
    if response.status >= 500 && step.status.is_none_or(|status| status < 500) && !server_error_is_due(due) {
        let message = format!(
            "{called} was answered with HTTP {} {}, where a client error is due: {}",
            response.status, error.code, error.message
        );
        let draft = Draft::new(FindingKind::ServerError, message).expected(codes(due));
        found.drafts.push(draft.actual(json!({"Code": error.code, "Message": error.message})));
        return false;
    }
    let Some(stated) = &step.error else { return true };
    if !named {
        let message = format!("{called} was refused with {}; AWS answers {}", error.code, due.join(" or "));
        let draft = Draft::new(FindingKind::WrongErrorCode, message).at("Code");
        found.drafts.push(draft.expected(codes(due)).actual(error.code.as_str()));
        return false;
    }
    found.drafts.extend(stated.message.as_ref().and_then(|text| lacking(text, error, seen)));
    true
}

/// Whether AWS answers any of these codes with 5xx.
fn server_error_is_due(due: &[String]) -> bool {
    due.iter().any(|code| tables::error_code(code).is_some_and(|known| known.class == tables::ErrorClass::Server))
}

fn codes(codes: &[String]) -> Value {
    match codes {
        [] => Value::from("an error"),
        [code] => Value::from(code.as_str()),
        several => Value::from(several.to_vec()),
    }
}

/// What the error's message should hold and does not.
fn lacking(text: &Template, error: &ServiceError, seen: &DecodedCall<'_>) -> Option<Draft> {
    let resolved = text.resolve(&scope(&seen.observation.bindings)).ok()?;
    let wanted = resolved.as_str().map_or_else(|| resolved.to_string(), str::to_owned);
    let message = || format!("the message of {} lacks `{wanted}`: {}", error.code, error.message);
    (!error.message.contains(&wanted)).then(|| {
        Draft::new(FindingKind::ErrorLacksText, message())
            .at("Message")
            .expected(wanted.as_str())
            .actual(error.message.as_str())
    })
}

fn status(step: &Step, response: &Response) -> Option<Draft> {
    let due = step.status.filter(|due| *due != response.status)?;
    let message = format!("the answer has HTTP status {}, not {due}", response.status);
    Some(Draft::new(FindingKind::WrongHttpStatus, message).at("status").expected(due).actual(response.status))
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
        // The step that should have saved the variable has its finding already.
        Err(error) if error.missing().is_some() => return None,
        Err(error) => Draft::new(FindingKind::CannotEvaluate, error.to_string()),
    };
    Some(draft.at(text))
}

fn scope(bindings: &BTreeMap<String, Value>) -> Scope {
    bindings.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What the step should have saved and was not there.
fn unsaved(step: &Step, saved: &BTreeMap<String, Value>) -> Vec<Draft> {
    let absent = step.save.iter().filter(|(name, _)| !saved.contains_key(name));
    let draft = |name: &str, text: &str| {
        let message = format!("`{text}` is not in the answer; later steps need it as `{name}`");
        Draft::new(FindingKind::SavedValueAbsent, message).at(text).actual(Value::Null)
    };
    absent.map(|(name, expression)| draft(name, expression.text())).collect()
}

fn hook(step: &Step, hook_run: &HookRun) -> Found {
    if hook_run.exit_status == Some(0) {
        let mut drafts = checks(&step.expect, &hook_run.output, &hook_run.bindings);
        drafts.extend(unsaved(step, &hook_run.saved));
        return Found { drafts, trouble: None };
    }
    let how = match hook_run.exit_status {
        Some(exit) => format!("ended with exit status {exit}"),
        None => "did not end by itself".to_owned(),
    };
    let said = beginning(hook_run.stderr.as_bytes());
    let message = format!("the hook {} {how}: {said}", hook_run.hook);
    let draft = Draft::new(FindingKind::HookFailed, message.clone())
        .at(&hook_run.hook)
        .expected(0)
        .actual(hook_run.exit_status);
    Found { drafts: vec![draft], trouble: Some(message) }
}
