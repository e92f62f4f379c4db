//! The title of a cause: the column `cause` of `kinds.yaml`.

use contract::tables::resource_id;
use serde_json::Value;

use crate::cause::key::error_code;
use crate::finding::{Finding, fill_template, without_positions};

/// The longest value that a title quotes, in characters.
const QUOTED: usize = 60;

/// What deviates, in a line without a scenario.
pub(crate) fn title(finding: &Finding) -> String {
    fill_template(&finding.kind.row().cause, |name| value(finding, name))
}

fn value(finding: &Finding, name: &str) -> String {
    match name {
        "operation" => finding.operation.as_deref().unwrap_or("a request").to_owned(),
        "path" if finding.path.is_empty() => "the response".to_owned(),
        "path" => shortened(&without_positions(&finding.path)),
        "expected" if is_other_id(finding) => "the right one".to_owned(),
        "expected" => finding.expected.as_ref().map_or_else(|| "something else".to_owned(), in_words),
        "actual" if is_other_id(finding) => "the id of another resource".to_owned(),
        "actual" => finding.actual.as_ref().map_or_else(|| "absent".to_owned(), in_words),
        "code" => error_code(finding).unwrap_or("an error").to_owned(),
        _ => finding.kind.title().to_owned(),
    }
}

/// Whether an id is another than the expected one: which ids they are differs in every run.
fn is_other_id(finding: &Finding) -> bool {
    let is_id =
        |value: &Option<Value>| value.as_ref().and_then(Value::as_str).is_some_and(|id| resource_id(id).is_some());
    is_id(&finding.expected) && is_id(&finding.actual)
}

/// A value for people: words without quotes, alternatives with `or`.
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
