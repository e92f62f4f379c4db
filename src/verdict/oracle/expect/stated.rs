//! What a step states of a response: its status, its headers, its members, and what is to be saved from it.

use std::collections::BTreeMap;

use contract::{Severity, root_element};
use record::Response;
use scenario::{Check, Scope, Step};
use serde_json::{Value, json};

use crate::finding::{FindingDraft, FindingKind, quoted};

/// An expectation's severity: that of the step; without one, `differs` if it is mild.
pub(super) fn graded(draft: FindingDraft, step: &Step, mild: bool) -> FindingDraft {
    let severity = step.severity.or(mild.then_some(Severity::Differs));
    FindingDraft { severity, ..draft }
}

pub(super) fn status(step: &Step, response: &Response) -> Option<FindingDraft> {
    let expected = step.status.filter(|expected| *expected != response.status)?;
    let message = format!("the response has HTTP status {}, not {expected}", response.status);
    Some(
        FindingDraft::new(FindingKind::WrongHttpStatus, message)
            .at("status")
            .expected(expected)
            .actual(response.status),
    )
}

pub(super) fn http(step: &Step, response: &Response, bindings: &BTreeMap<String, Value>) -> Vec<FindingDraft> {
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
    let scope = scope(bindings);
    step.http.iter().filter_map(|check| unmet(check, &data, &scope, Some(FindingKind::HttpCheckUnmet))).collect()
}

pub(super) fn checks(checks: &[Check], data: &Value, bindings: &BTreeMap<String, Value>) -> Vec<FindingDraft> {
    let scope = scope(bindings);
    checks.iter().filter_map(|check| unmet(check, data, &scope, None)).collect()
}

/// Reports a check that does not hold; as a finding of `kind`, where it has another than such checks usually have.
fn unmet(check: &Check, data: &Value, scope: &Scope, kind: Option<FindingKind>) -> Option<FindingDraft> {
    let text = check.expression.text();
    let draft = match check.holds(data, scope) {
        Ok(result) if result.held => return None,
        Ok(result) => {
            let (usual, message) = if check.value.is_some() {
                let (actual, expected) = (quoted(&result.actual), quoted(&result.expected));
                (FindingKind::UnequalValue, format!("`{text}` is {actual}, not {expected}"))
            } else {
                let compared = result.expected != Value::Bool(true);
                let sides = || format!(": {} is not {}", quoted(&result.actual), quoted(&result.expected));
                let sides = if compared { sides() } else { String::new() };
                (FindingKind::UnmetExpression, format!("`{text}` does not hold{sides}"))
            };
            FindingDraft::new(kind.unwrap_or(usual), message).expected(result.expected).actual(result.actual)
        }
        // The step that should have saved the variable has a finding already.
        Err(error) if error.missing().is_some() => return None,
        Err(error) => FindingDraft::new(FindingKind::CannotEvaluate, error.to_string()),
    };
    Some(draft.at(text))
}

pub(super) fn scope(bindings: &BTreeMap<String, Value>) -> Scope {
    bindings.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Reports values that the step should have saved and the response lacks.
pub(super) fn unsaved(step: &Step, saved: &BTreeMap<String, Value>) -> Vec<FindingDraft> {
    let absent = step.save.iter().filter(|(name, _)| !saved.contains_key(name));
    let draft = |name: &str, text: &str| {
        let message = format!("`{text}` is not in the response; later steps need it as `{name}`");
        FindingDraft::new(FindingKind::SavedValueAbsent, message).at(text).actual(Value::Null)
    };
    absent.map(|(name, expression)| draft(name, expression.text())).collect()
}
