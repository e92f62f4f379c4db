//! The part of values that is the same in every run.

use contract::tables::resource_id;
use serde_json::{Map, Value, json};

use crate::finding::class;
use crate::known::breadth::is_common;
use crate::known::value_pattern::ONE_OF;

/// The most alternatives that an entry names.
const ALTERNATIVES: usize = 12;
/// The longest value that an entry quotes, in bytes.
const LONGEST: usize = 160;
/// The shortest beginning that tells something, in bytes.
const SHORTEST_BEGINNING: usize = 8;

/// A pattern that matches all of these values, if they are the same in every run, or begin with the same words.
pub(crate) fn pattern<'a>(values: impl IntoIterator<Item = Option<&'a Value>>) -> Option<Value> {
    let values: Vec<Value> = values.into_iter().map(|value| value.cloned().unwrap_or(Value::Null)).collect();
    let reduced: Option<Vec<Value>> = values.iter().map(stable).collect();
    let Some(mut alternatives) = reduced else { return common_beginning(&values) };
    alternatives.sort_by_cached_key(ToString::to_string);
    alternatives.dedup();
    match alternatives.len() {
        0 => None,
        1 => alternatives.pop(),
        2..=ALTERNATIVES => Some(json!({ ONE_OF: alternatives })),
        _ => None,
    }
}

/// The value, or of an error its code; absent if it may differ in another run.
fn stable(value: &Value) -> Option<Value> {
    if let Value::Object(members) = value
        && let Some(code @ Value::String(_)) = members.get("Code")
    {
        return Some(Value::Object(Map::from_iter([("Code".to_owned(), code.clone())])));
    }
    let is_short = value.to_string().len() <= LONGEST;
    (is_short && is_same_in_every_run(value)).then(|| value.clone())
}

fn is_same_in_every_run(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::Number(number) => class(value) == number.to_string(),
        Value::String(text) => class(value) == format!("{text:?}"),
        Value::Array(items) => items.iter().all(is_same_in_every_run),
        Value::Object(members) => members.values().all(is_same_in_every_run),
    }
}

/// `words*`, where all values are texts that begin with the same words.
fn common_beginning(values: &[Value]) -> Option<Value> {
    let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
    let texts = texts?;
    let first = texts.first()?;
    let shared = texts.iter().fold(first.len(), |shared, text| {
        let same = first.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
        shared.min(same)
    });
    let words = &first[..shared];
    let end = first_of_run(words).unwrap_or(words.len()).min(first_id(first).unwrap_or(words.len()));
    let is_whole = end == first.len() && texts.iter().all(|text| text == first);
    let pattern = if is_whole { words.to_owned() } else { format!("{}*", words[..end].trim_end()) };
    (end >= SHORTEST_BEGINNING && !is_common(&pattern)).then(|| Value::String(pattern))
}

/// Where the first id of a resource begins that differs in every run: after its prefix.
fn first_id(text: &str) -> Option<usize> {
    let mut at = 0;
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').find_map(|word| {
        let start = at;
        // The character between words may take several bytes.
        at = start + word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        resource_id(word).map(|_| start + word.rfind('-').map_or(0, |dash| dash + 1))
    })
}

/// Where text begins that differs in every run: names, numbers and ids. An HTTP status does not.
fn first_of_run(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit() || !c.is_ascii()) {
        let start = at + found;
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let is_status =
            digits == 3 && (text[..start].ends_with([' ', '`'])) && text[start + digits..].starts_with([' ', ':']);
        if !is_status {
            return Some(start);
        }
        at = start + digits;
    }
    None
}
