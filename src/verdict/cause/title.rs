//! The title of a cause: the column `cause` of `kinds.yaml`.

use contract::tables::resource_id;
use record::is_of_run;
use serde_json::Value;

use crate::finding::{Finding, fill_template, named, without_positions};

/// The longest value that a title quotes, in characters.
const QUOTED: usize = 100;
/// The number of members that a title names.
const NAMED: usize = 3;

/// What deviates, in a line without a scenario. `members`: the paths of all findings of the cause.
pub(crate) fn title(finding: &Finding, members: &[String]) -> String {
    fill_template(&finding.kind.row().cause, |name| match name {
        "members" => named(members, NAMED),
        _ => value(finding, name),
    })
}

fn value(finding: &Finding, name: &str) -> String {
    match name {
        "operation" => {
            let operation = finding.operation.as_deref().unwrap_or("a request");
            match finding.filters.as_slice() {
                [] => operation.to_owned(),
                [filter] => format!("{operation} with the filter {filter}"),
                filters => format!("{operation} with the filters {}", filters.join(", ")),
            }
        }
        "path" if finding.path.is_empty() => "the response".to_owned(),
        "path" => shortened(&without_positions(&finding.path)),
        "expected" if is_other_id(finding) => "the right one".to_owned(),
        "expected" => finding.expected.as_ref().map_or_else(|| "something else".to_owned(), in_words),
        "actual" if is_other_id(finding) => "the id of another resource".to_owned(),
        "actual" => finding.actual.as_ref().map_or_else(|| "absent".to_owned(), in_words),
        "code" => finding.error_code().unwrap_or("an error").to_owned(),
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

/// Ids of resources by their kind, and names that the run generated as such: which ones they are differs in every run.
fn in_any_run(text: &str) -> String {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_of_word(c)).unwrap_or(from.len()));
        plain.push_str(before);
        match resource_id(word) {
            Some(kind) => plain.push_str(&format!("<{kind}>")),
            None if is_of_run(word) => plain.push_str("<name>"),
            None => plain.push_str(word),
        }
        rest = after;
    }
    plain + rest
}

fn shortened(text: &str) -> String {
    let text = &in_any_run(text);
    match text.char_indices().nth(QUOTED) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}...", &text[..end]),
    }
}
