//! Which entries would hide deviations that nobody has looked at.

use located::{Data, Diagnostic, Diagnostics, Node, Reader, Span};

use crate::finding::FindingKind;

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
    if needs_value(kinds) && ["expected", "actual", "fingerprints"].iter().all(|key| node.get(key).is_none()) {
        found.push(unpinned(reader, node));
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
    let span = match &node.data {
        Data::Map(pairs) => pairs.iter().find(|pair| pair.key == "finding").map_or(node.span, |pair| pair.value.span),
        Data::Scalar(_) | Data::List(_) => node.span,
    };
    let headline =
        "the entry states neither `expected` nor `actual`, and would hide a different deviation at its place";
    reader.error("no-value", headline, span).help(
        "copy one from the report: `actual: null`, `actual: { Code: Conflict }`, `actual: { one_of: [pause, rescue] }`; \
         or explain it: `wide: ...`",
    )
}

fn is_wildcard(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.chars().all(|c| "*?/[].".contains(c)) && pattern.contains(['*', '?'])
}

/// `vpc/*`, `*/*`, `vpc/*[*]`.
fn is_whole_area(pattern: &str) -> bool {
    is_wildcard(pattern.split_once('/').map_or(pattern, |(_, name)| name))
}

/// A pattern whose text, wildcards and punctuation aside, consists of words that most errors have.
pub(crate) fn is_common(pattern: &str) -> bool {
    let mut words = pattern.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    pattern.contains(['*', '?']) && words.all(|word| COMMON_WORDS.contains(&word.to_lowercase().as_str()))
}
