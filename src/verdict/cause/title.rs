//! A cause in a line: `titles.yaml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use contract::tables::resource_id;
use serde_json::Value;

use crate::cause::key::error_code;
use crate::finding::{Finding, without_positions};

/// The longest value that a title quotes.
const QUOTED: usize = 60;

static TITLES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("titles.yaml")).expect("tests/verdict_causes.rs makes a title of every kind")
});

/// What a finding says of the endpoint, in a line that names no scenario.
pub(crate) fn title(finding: &Finding) -> String {
    let kind = serde_json::to_value(finding.kind).ok();
    let named = kind.as_ref().and_then(Value::as_str).and_then(|kind| TITLES.get(kind));
    let mut rest = named.or_else(|| TITLES.get("default")).map_or("{title}", String::as_str);
    let mut title = String::new();
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        title.push_str(before);
        title.push_str(&value(finding, name));
        rest = after;
    }
    title + rest
}

fn value(finding: &Finding, name: &str) -> String {
    match name {
        "operation" => finding.operation.as_deref().unwrap_or("a request").to_owned(),
        "path" if finding.path.is_empty() => "the answer".to_owned(),
        "path" => shortened(&without_positions(&finding.path)),
        "expected" if is_other_id(finding) => "the right one".to_owned(),
        "expected" => finding.expected.as_ref().map_or_else(|| "something else".to_owned(), in_words),
        "actual" if is_other_id(finding) => "the id of another one".to_owned(),
        "actual" => finding.actual.as_ref().map_or_else(|| "absent".to_owned(), in_words),
        "code" => error_code(finding).unwrap_or("an error").to_owned(),
        _ => finding.kind.title().to_owned(),
    }
}

/// Whether one id came in place of another: which ones they are is different in every run.
fn is_other_id(finding: &Finding) -> bool {
    let is_id =
        |value: &Option<Value>| value.as_ref().and_then(Value::as_str).is_some_and(|id| resource_id(id).is_some());
    is_id(&finding.expected) && is_id(&finding.actual)
}

/// A value as people say it: words without quotes, alternatives with `or`.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "absent".to_owned(),
        Value::String(text) => shortened(text),
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_string) => {
            let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            shortened(&words.join(" or "))
        }
        other => shortened(&other.to_string()),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}
