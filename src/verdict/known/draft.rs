//! Entries for what is not known yet, for a person to review. Why an endpoint does as it does is never guessed.

use std::collections::{BTreeMap, BTreeSet};

use record::EndpointHead;
use serde_json::Value;

use crate::cause::{Cause, causes};
use crate::finding::{Finding, FindingKind, Judgement, Oracle, class, without_positions};
use crate::known::model::KnownDeviations;

/// The width of the files.
const WIDTH: usize = 100;
/// Scenarios that a comment names.
const NAMED: usize = 2;

/// An entry for each cause that counts against an endpoint and that no entry names yet, without a reason. Not indented.
pub fn draft(judgements: &[&Judgement], known: &KnownDeviations, endpoint: &EndpointHead) -> Vec<String> {
    let on_it = judgements.iter().copied().filter(|judgement| judgement.endpoint == endpoint.name);
    let mut entries = Vec::new();
    for cause in causes(on_it).iter().filter(|cause| cause.standing().counts()) {
        let unnamed: Vec<_> =
            cause.seen.iter().filter(|seen| !known.names(endpoint, seen.judgement, seen.finding)).collect();
        if !unnamed.is_empty() {
            let scenarios = unnamed.iter().map(|seen| seen.judgement.scenario.as_str()).collect();
            entries.push(entry(cause, unnamed.len(), &scenarios));
        }
    }
    entries
}

/// The head of a file for a platform that has none yet.
pub fn new_file(platform: &str) -> String {
    let platform = scalar(platform);
    format!("platform: {platform}\nwhen: {{ platform: {platform} }}\ndeviations: []\n")
}

fn entry(cause: &Cause<'_>, findings: usize, scenarios: &BTreeSet<&str>) -> String {
    let finding = cause.finding();
    let named: Vec<&str> = scenarios.iter().copied().take(NAMED).collect();
    let more = if scenarios.len() > NAMED { ", ..." } else { "" };
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let mut lines = vec![
        format!("# {}", one_line(&cause.title)),
        format!(
            "# {} in {}: {}{more}",
            plural(findings, "finding"),
            plural(scenarios.len(), "scenario"),
            named.join(", ")
        ),
        format!("- finding: {}", finding.kind.code()),
    ];
    if let Some(operation) = &finding.operation {
        lines.push(format!("  operation: {}", scalar(operation)));
    }
    if !finding.path.is_empty() {
        lines.push(format!("  path: {}", scalar(&without_positions(&finding.path))));
    }
    if finding.kind.oracle() == Oracle::Expect
        && let Some(expected) = finding.expected.as_ref().and_then(words)
    {
        lines.push(format!("  expected: {expected}"));
    }
    if let Some(actual) = stable(finding) {
        lines.push(format!("  actual: {actual}"));
    }
    if is_of_scenario(finding.kind) || finding.operation.is_none() {
        lines.extend(list("scenarios", &without_cases(scenarios)));
    }
    lines.push("  reason: \"\"".to_owned());
    lines.join("\n") + "\n"
}

/// Whether a finding is a scenario's own. What is wrong with an answer whoever asks is not; that no answer comes may
/// have another reason elsewhere.
fn is_of_scenario(kind: FindingKind) -> bool {
    let of_expect = kind.oracle() == Oracle::Expect && kind != FindingKind::ActionUnsupported;
    of_expect || kind.code().starts_with('T')
}

/// What came, as far as it is the same in every run.
fn stable(finding: &Finding) -> Option<String> {
    match finding.actual.as_ref()? {
        Value::Object(error) => Some(format!("{{ Code: {} }}", scalar(error.get("Code")?.as_str()?))),
        value @ (Value::Null | Value::Bool(_)) => Some(value.to_string()),
        value @ Value::Number(_) => (finding.path == "status").then(|| value.to_string()),
        value => words(value),
    }
}

/// Words of the API's, which are their own class; ids, times, names and prose are not.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (class(value) == format!("{text:?}")).then(|| scalar(text)),
        Value::Array(items) if !items.is_empty() => {
            let words: Option<Vec<String>> = items.iter().filter(|item| item.is_string()).map(words).collect();
            words.filter(|words| words.len() == items.len()).map(|words| format!("[{}]", words.join(", ")))
        }
        _ => None,
    }
}

/// A scenario of which several cases are named is named by itself.
fn without_cases(scenarios: &BTreeSet<&str>) -> Vec<String> {
    let mut cases: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for id in scenarios {
        cases.entry(id.split('[').next().unwrap_or(id)).or_default().push(id);
    }
    let name = |(id, cases): (&str, Vec<&str>)| {
        if cases.len() > 1 { id.to_owned() } else { cases[0].to_owned() }
    };
    cases.into_iter().map(name).collect()
}

fn list(key: &str, items: &[String]) -> Vec<String> {
    let items: Vec<String> = items.iter().map(|item| scalar(item)).collect();
    let line = format!("  {key}: [{}]", items.join(", "));
    if line.len() <= WIDTH {
        return vec![line];
    }
    std::iter::once(format!("  {key}:")).chain(items.into_iter().map(|item| format!("  - {item}"))).collect()
}

/// A string as YAML: plain where it cannot be taken for anything else, else in double quotes, as JSON writes it.
fn scalar(text: &str) -> String {
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let plain = first && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte));
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    if plain && !is_word { text.to_owned() } else { Value::from(text).to_string() }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
