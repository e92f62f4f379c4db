//! Entries for deviations that are not known yet, for a person to review. Reasons are never guessed.

use std::collections::{BTreeMap, BTreeSet};

use record::EndpointHead;
use serde_json::Value;

use crate::cause::{Cause, causes};
use crate::finding::{Finding, FindingClass, FindingKind, Judgement, Oracle, class, without_positions};
use crate::known::model::KnownDeviations;

/// The width of the files, in characters.
const WIDTH: usize = 100;
/// The number of scenarios that a comment names.
const NAMED: usize = 2;

/// An entry without a reason for each cause that counts against an endpoint and that no entry covers yet. Not indented.
pub fn draft(judgements: &[&Judgement], known: &KnownDeviations, endpoint: &EndpointHead) -> Vec<String> {
    let on_it = judgements.iter().copied().filter(|judgement| judgement.endpoint == endpoint.name);
    let mut entries = Vec::new();
    for cause in causes(on_it).iter().filter(|cause| cause.disposition().counts()) {
        let unnamed: Vec<_> =
            cause.seen.iter().filter(|seen| !known.matches(endpoint, seen.judgement, seen.finding)).collect();
        if !unnamed.is_empty() {
            let scenarios = unnamed.iter().map(|seen| seen.judgement.scenario.as_str()).collect();
            entries.push(entry(cause, unnamed.len(), &scenarios));
        }
    }
    entries
}

/// The text of a file without entries.
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

/// Whether findings of a kind belong to a scenario. A deviation in an action's responses is the same in all scenarios; a
/// missing response may have other reasons elsewhere.
fn is_of_scenario(kind: FindingKind) -> bool {
    match kind.oracle() {
        Oracle::Expect => kind.class() != FindingClass::Action,
        Oracle::Transport => true,
        Oracle::Contract | Oracle::Sdk | Oracle::Reference | Oracle::Pages | Oracle::Aftermath => false,
    }
}

/// The part of the actual value that is the same in every run.
fn stable(finding: &Finding) -> Option<String> {
    match finding.actual.as_ref()? {
        Value::Object(error) => Some(format!("{{ Code: {} }}", scalar(error.get("Code")?.as_str()?))),
        value @ (Value::Null | Value::Bool(_)) => Some(value.to_string()),
        value @ Value::Number(_) => (finding.path == "status").then(|| value.to_string()),
        value => words(value),
    }
}

/// Words of the API; not ids, times, names and prose.
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

/// Names the scenario itself in place of several of its cases.
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

/// A string as YAML: plain if it is unambiguous, else in double quotes, as in JSON.
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
