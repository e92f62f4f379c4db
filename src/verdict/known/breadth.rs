//! Which entries would hide deviations that nobody has looked at.

use located::{Data, Diagnostic, Diagnostics, Node, Reader, Span};

use serde_json::Value;

use crate::finding::FindingKind;

/// The characters, wildcards and punctuation of paths aside, that a pattern with wildcards must have.
const TELLING: usize = 2;
/// What findings show of a call that succeeded where AWS rejects it, or the other way round.
const SUCCESS: &str = "success";

/// Words that most errors of an endpoint have in common: a pattern with no other text tells nothing apart.
const COMMON_WORDS: &[&str] =
    &["code", "error", "errors", "exception", "failed", "failure", "fault", "invalid", "message"];

/// Reports the keys of an entry that match nearly anything. An entry that states why it has to (`wide`) is not reported,
/// unless nothing in it is wide.
pub(crate) fn check(reader: &Reader, node: &Node, kinds: &[FindingKind]) -> Diagnostics {
    let reason = node.get("wide").and_then(Node::as_str).map(str::trim).filter(|text| !text.is_empty());
    let mut found = Diagnostics::default();
    for (key, is_wide) in [
        ("operation", is_wildcard as fn(&str) -> bool),
        ("path", |path: &str| path.is_empty() || is_wildcard(path)),
        ("scenarios", is_whole_area),
        ("expected", is_common),
        ("actual", is_common),
    ] {
        let strings = node.get(key).map(Node::strings).unwrap_or_default();
        for (text, span) in strings.into_iter().filter(|(text, _)| is_wide(text)) {
            found.push(wide(reader, key, text, span));
        }
    }
    let has_place = node.get("path").is_some();
    let is_pinned = node.get("fingerprints").is_some()
        || ["expected", "actual"].iter().any(|key| node.get(key).is_some_and(|value| has_place || is_telling(value)));
    if !is_pinned && needs_value(kinds) {
        found.push(unpinned(reader, node));
    } else if !is_pinned && !has_place && needs_place(kinds) {
        found.push(unplaced(reader, node));
    }
    match (reason, found.is_empty()) {
        (None, _) => found,
        (Some(_), false) => Diagnostics::default(),
        (Some(_), true) => {
            let headline = "`wide` explains a pattern that matches nearly anything, and the entry has none";
            let span = node.get("wide").map_or(node.span, |node| node.span);
            reader.warning("needless-wide", headline, span).help("remove `wide`").into()
        }
    }
}

/// Whether what deviates may be in the values alone.
fn needs_value(kinds: &[FindingKind]) -> bool {
    kinds.is_empty() || kinds.iter().any(|kind| kind.oracle().has_values())
}

/// Whether what deviates is a member of the response, whichever value it has.
fn needs_place(kinds: &[FindingKind]) -> bool {
    kinds.iter().any(|kind| ["{path}", "{members}"].iter().any(|place| kind.row().cause.contains(place)))
}

/// Whether a value tells one deviation from others. Any expectation may have been met or not, and any call have succeeded.
fn is_telling(node: &Node) -> bool {
    match &node.data {
        Data::Scalar(Value::String(text)) => text != SUCCESS,
        Data::Scalar(value) => value.is_number(),
        Data::List(items) => !items.is_empty(),
        Data::Map(pairs) => !pairs.is_empty(),
    }
}

fn wide(reader: &Reader, key: &str, text: &str, span: Span) -> Diagnostic {
    let what = if text.is_empty() { "an empty text".to_owned() } else { format!("`{text}`") };
    let headline = format!("{what} in `{key}` would hide deviations that nobody has looked at");
    let help = match key {
        "operation" => "name the actions",
        "path" if text.is_empty() => "leave the path of whole responses out, and state `expected` or `actual`",
        "path" => "name the member or the expression",
        "scenarios" => "name the scenarios",
        _ => "write more of the value",
    };
    reader.error("too-wide", headline, span).help(format!("{help}, or explain it: `wide: ...`"))
}

fn unpinned(reader: &Reader, node: &Node) -> Diagnostic {
    let headline = "the entry states no `expected` or `actual` that tells it from others, and would hide a different deviation at its place";
    reader.error("no-value", headline, of_finding(node)).help(
        "copy one from the report: `actual: { Code: Conflict }`, `actual: { one_of: [pause, rescue] }`, or the `path` with \
         `actual: null`; or explain it: `wide: ...`",
    )
}

fn unplaced(reader: &Reader, node: &Node) -> Diagnostic {
    let headline = "the entry has no `path`, and would hide deviations of every member";
    let help = "copy it from the report: `path: Vpcs[].OwnerId`; or explain it: `wide: ...`";
    reader.error("no-path", headline, of_finding(node)).help(help)
}

/// Where the entry names the kinds of findings.
fn of_finding(node: &Node) -> Span {
    match &node.data {
        Data::Map(pairs) => pairs.iter().find(|pair| pair.key == "finding").map_or(node.span, |pair| pair.value.span),
        Data::Scalar(_) | Data::List(_) => node.span,
    }
}

/// Whether a pattern has wildcards, and too few characters besides to tell names apart: `*`, `*e*`, `?*s`.
fn is_wildcard(pattern: &str) -> bool {
    pattern.contains(['*', '?']) && pattern.chars().filter(|c| !"*?/[].".contains(*c)).count() < TELLING
}

/// `vpc/*`, `*/*`, `vpc/*[*]`, `vpc/*s*`.
fn is_whole_area(pattern: &str) -> bool {
    is_wildcard(pattern.split_once('/').map_or(pattern, |(_, name)| name))
}

/// A pattern whose text, wildcards and punctuation aside, is short, or consists of words that most errors have.
pub(crate) fn is_common(pattern: &str) -> bool {
    if is_wildcard(pattern) {
        return true;
    }
    let mut words = pattern.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    pattern.contains(['*', '?']) && words.all(|word| COMMON_WORDS.contains(&word.to_lowercase().as_str()))
}
