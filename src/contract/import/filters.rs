//! The filters that AWS documents: names and allowed values, from the documentation strings of `service-2.json`.
//!
//! Only facts are taken. A list of an action's filters has an item each: `<code>state</code> - The state (<code>pending</code> |
//! <code>available</code>).`

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::import::prose::{Piece, Prose};
use crate::provenance::Provenance;

/// Filters by name, each with its allowed values; none where the text lists none.
type Filters = IndexMap<String, Vec<String>>;

/// What precedes a list of values that is not in parentheses.
const OPENINGS: &[&str] = &[
    "valid values:",
    "valid values are",
    "valid values are:",
    "valid value is:",
    "following values:",
    "possible values:",
    "possible actions are",
    "possible directions are",
    "only supported type is",
    "only supported value is",
];
/// What precedes other names of a filter.
const ALIASES: &str = "you can also use";

/// The file of filters of a model: YAML, with its origin in the head.
pub(crate) fn filters_file(service: &Value, provenance: &Provenance) -> String {
    let actions = all(service);
    let names: usize = actions.values().map(IndexMap::len).sum();
    let mut file = format!(
        "# The filters that AWS documents: {names} names of {} actions, each with the values that it may have where the text \
         lists them.\n# `ec2-compat contract import` wrote this file from the documentation strings of {} {}, {}/service-2.json; \
         PROVENANCE.md\n# has its license and digest. No prose is taken. Do not edit it: import again.\n",
        actions.len(),
        provenance.package,
        provenance.version,
        provenance.source,
    );
    // Writing to a String cannot fail.
    for (action, filters) in &actions {
        let _ = writeln!(file, "{action}:");
        for (name, values) in filters {
            let values: Vec<String> = values.iter().map(|value| scalar(value)).collect();
            let _ = writeln!(file, "  {}: [{}]", scalar(name), values.join(", "));
        }
    }
    file
}

/// By action, sorted.
fn all(service: &Value) -> IndexMap<String, Filters> {
    let shapes = &service["shapes"];
    let is_filters = |member: &Value| {
        let list = &shapes[member["shape"].as_str().unwrap_or_default()];
        list["type"] == "list" && list["member"]["shape"] == "Filter"
    };
    let mut actions = IndexMap::new();
    for (name, operation) in service["operations"].as_object().into_iter().flat_map(Map::iter) {
        let input = &shapes[operation["input"]["shape"].as_str().unwrap_or_default()];
        let members = input["members"].as_object().into_iter().flat_map(Map::values);
        let texts = members.filter(|member| is_filters(member)).filter_map(|member| member["documentation"].as_str());
        let filters: Filters = texts.flat_map(in_documentation).collect();
        if !filters.is_empty() {
            actions.insert(name.clone(), filters);
        }
    }
    actions.sort_unstable_keys();
    actions
}

/// The filters in the documentation of one parameter.
fn in_documentation(html: &str) -> Filters {
    let prose = Prose::read(html);
    let mut filters = Filters::new();
    // `Filter tasks using the <code>task-state</code> filter and one of the following values: ...`
    if let [Piece::Text(before), Piece::Code(name), Piece::Text(after), ..] = &prose.pieces[..]
        && before.ends_with("using the ")
        && after.starts_with(" filter")
    {
        filters.insert(name.clone(), values(&prose));
    }
    for item in &prose.items {
        let Some(name) = name(item) else { continue };
        let values = values(item);
        for other in runs(&item.pieces, |before, _| before.ends_with(ALIASES)).into_iter().flatten() {
            filters.insert(other, values.clone());
        }
        filters.insert(name, values);
    }
    filters
}

/// The first word of an item: the name, where a dash, a colon or nothing follows.
fn name(item: &Prose) -> Option<String> {
    let text = item.plain();
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let name = match word.strip_suffix([':', '-']) {
        Some(name) => name,
        None if rest.is_empty() || rest.trim_start().starts_with(['-', '\u{2013}']) => word,
        None => return None,
    };
    if name.is_empty() {
        return None;
    }
    // Some texts lack the `:<key>` in the name, and have it in the example that follows.
    Some(if name == "tag" && rest.contains("tag:") { "tag:<key>".to_owned() } else { name.to_owned() })
}

/// The values that an item lists: as a list in it, in parentheses, or after words such as `Valid values:`.
fn values(item: &Prose) -> Vec<String> {
    if !item.items.is_empty() {
        return item.items.iter().filter_map(name).collect();
    }
    let are_values = |before: &str, after: &str| {
        (before.ends_with('(') && after.starts_with(')')) || OPENINGS.iter().any(|opening| before.ends_with(opening))
    };
    let run = runs(&item.pieces, are_values).into_iter().next();
    run.or_else(|| in_parentheses(&item.plain())).or_else(|| numbers(&item.plain())).unwrap_or_default()
}

/// The runs of codes, `<code>a</code> | <code>b</code>`, that `is_one` accepts by the text before them, in lower case, and the text
/// after them.
fn runs(pieces: &[Piece], is_one: impl Fn(&str, &str) -> bool) -> Vec<Vec<String>> {
    let text = |piece: Option<&Piece>| match piece {
        Some(Piece::Text(text)) => text.trim().to_lowercase(),
        _ => String::new(),
    };
    let mut runs = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let mut run = Vec::new();
        let begin = at;
        while let Some(Piece::Code(code)) = pieces.get(at) {
            // `<code>a | b</code>`
            run.extend(code.split('|').map(|value| value.trim().to_owned()));
            at += 1;
            match pieces.get(at) {
                Some(Piece::Text(between))
                    if is_separator(between) && matches!(pieces.get(at + 1), Some(Piece::Code(_))) =>
                {
                    at += 1;
                }
                _ => break,
            }
        }
        let before = text(begin.checked_sub(1).and_then(|before| pieces.get(before)));
        // Wildcards and forms of times in parentheses are no values.
        let is_form = |value: &String| value.contains(['*', '?']) || value.contains("YYYY");
        if !run.is_empty() && !run.iter().any(is_form) && is_one(&before, &text(pieces.get(at))) {
            runs.push(run);
        }
        at = at.max(begin + 1);
    }
    runs
}

/// `|`, a comma, `and`, `or`, also after a parenthesis that closes too early.
fn is_separator(text: &str) -> bool {
    matches!(text.trim_matches(|c: char| c.is_whitespace() || c == ')'), "|" | "," | "and" | "or" | ", and" | ", or")
}

/// `(standard | io1)`
fn in_parentheses(text: &str) -> Option<Vec<String>> {
    text.split('(').skip(1).find_map(|rest| {
        let values: Vec<&str> = rest.split_once(')')?.0.split('|').map(str::trim).collect();
        let are_words = values.len() > 1 && values.iter().all(|value| !value.is_empty() && !value.contains(' '));
        are_words.then(|| values.into_iter().map(str::to_owned).collect())
    })
}

/// `The valid values are: 0 (pending), 16 (running), and 80 (stopped).`
fn numbers(text: &str) -> Option<Vec<String>> {
    let (_, list) = text.split_once("valid values are: ")?;
    let words = list.split(['.', ' ', ',']).filter(|word| !word.is_empty());
    let numbers: Vec<String> =
        words.filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned).collect();
    (!numbers.is_empty()).then_some(numbers)
}

/// A scalar of YAML 1.1 that is certainly a text.
fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
        && !matches!(text.to_lowercase().as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null");
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}
