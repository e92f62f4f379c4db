//! The text of an entry.

use std::collections::{BTreeMap, BTreeSet};

use record::Subject;
use scenario::GENERATED;
use serde_json::Value;

use crate::cause::title;
use crate::finding::{Finding, FindingClass, Oracle, without_positions};
use crate::known::draft::place::DraftPlace;
use crate::known::draft::{value, yaml};

/// The line of an entry whose reason is missing.
pub(crate) const NO_REASON: &str = "reason: \"\"";
/// The line of an entry that asks why it is as wide as it is.
pub(crate) const NO_WIDE: &str = "wide: \"\"";
/// The number of scenarios that a comment names.
const NAMED: usize = 2;
/// The most titles that a comment lists.
const TITLES: usize = 5;
/// The most scenarios that an entry names where its action and values tell enough.
const SCENARIOS: usize = 30;

/// A finding, and the scenario that it is in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) scenario: &'a Subject,
    pub(crate) finding: &'a Finding,
}

/// The entry for findings at one place, with comments that say what they are.
pub(crate) fn entry(place: &DraftPlace, found: &[Found<'_>]) -> String {
    let mut lines = comments(found);
    let kinds: BTreeSet<&str> = found.iter().map(|one| one.finding.kind.code()).collect();
    let mut keys = yaml::texts("finding", &strings(kinds));
    let operations: Option<BTreeSet<&str>> = found.iter().map(|one| one.finding.operation.as_deref()).collect();
    let is_generated = matches!(place, DraftPlace::Generated { .. });
    if let Some(operations) = operations.as_ref().filter(|_| !is_generated) {
        keys.extend(yaml::texts("operation", &strings(operations.iter().copied())));
    }
    let paths: BTreeSet<String> = found.iter().map(|one| without_positions(&one.finding.path)).collect();
    if names_paths(place) && paths.iter().all(|path| !path.is_empty()) {
        keys.extend(yaml::texts("path", &paths.into_iter().collect::<Vec<_>>()));
    }
    let (expected, actual) = values(place, found);
    keys.extend(expected.iter().map(|expected| format!("  expected: {}", yaml::value(expected))));
    keys.extend(actual.iter().map(|actual| format!("  actual: {}", yaml::value(actual))));
    let scenarios = scenarios(place, found);
    let is_of_table = matches!(place, DraftPlace::Accepted { .. } | DraftPlace::Instead { .. });
    let is_needed = operations.is_none() || is_generated || is_of_table;
    if is_needed || (is_of_scenario(found) && scenarios.len() <= SCENARIOS) {
        keys.extend(yaml::texts("scenarios", &scenarios));
    }
    let has_values = |one: &Found<'_>| one.finding.kind.oracle().has_values();
    if expected.is_none() && actual.is_none() && found.iter().any(has_values) {
        keys.push(
            "  # The values differ in every run. Narrow the entry by hand, or state why it has to be as wide as this."
                .to_owned(),
        );
        keys.push(format!("  {NO_WIDE}"));
    }
    keys.push(format!("  {NO_REASON}"));
    // The first key carries the dash.
    keys[0].replace_range(..1, "-");
    lines.extend(keys);
    lines.join("\n") + "\n"
}

/// What deviates, how often, and where to look.
fn comments(found: &[Found<'_>]) -> Vec<String> {
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for one in found {
        *titles.entry(one_line(&title(one.finding, &[without_positions(&one.finding.path)]))).or_default() += 1;
    }
    let mut by_count: Vec<(String, usize)> = titles.into_iter().collect();
    by_count.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let mut lines: Vec<String> = by_count.iter().take(TITLES).map(|(title, _)| format!("# {title}")).collect();
    if by_count.len() > TITLES {
        lines.push(format!("# and {} more of this kind", by_count.len() - TITLES));
    }
    let scenarios: BTreeSet<&Subject> = found.iter().map(|one| one.scenario).collect();
    let named: Vec<&str> = scenarios.iter().map(|one| one.as_str()).take(NAMED).collect();
    let more = if scenarios.len() > NAMED { ", ..." } else { "" };
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let (findings, count) = (plural(found.len(), "finding"), plural(scenarios.len(), "scenario"));
    lines.push(format!("# {findings} in {count}: {}{more}", named.join(", ")));
    lines
}

/// Whether the path tells where findings are; of errors and what is accepted, the action does.
fn names_paths(place: &DraftPlace) -> bool {
    match place {
        DraftPlace::Member { .. }
        | DraftPlace::Http { .. }
        | DraftPlace::Expression { .. }
        | DraftPlace::Other { .. } => true,
        DraftPlace::MissingAction
        | DraftPlace::Error { .. }
        | DraftPlace::Instead { .. }
        | DraftPlace::Accepted { .. }
        | DraftPlace::Generated { .. } => false,
    }
}

/// The patterns for expected and actual values.
fn values(place: &DraftPlace, found: &[Found<'_>]) -> (Option<Value>, Option<Value>) {
    let expected = || value::pattern(found.iter().map(|one| one.finding.expected.as_ref()));
    let actual = value::pattern(found.iter().map(|one| one.finding.actual.as_ref()));
    let expected = match place {
        // The code or the member tells enough, whatever was expected in its place.
        DraftPlace::MissingAction
        | DraftPlace::Error { .. }
        | DraftPlace::Instead { .. }
        | DraftPlace::Generated { .. }
        | DraftPlace::Member { .. }
        | DraftPlace::Other { .. } => None,
        DraftPlace::Expression { .. } if found.iter().all(|one| repeats_path(one.finding)) => None,
        DraftPlace::Accepted { .. } | DraftPlace::Http { .. } | DraftPlace::Expression { .. } => expected(),
    };
    // That something should be there, or true, says nothing beside what came.
    let says_nothing = |expected: &Value| actual.is_some() && matches!(expected, Value::Null | Value::Bool(true));
    (expected.filter(|expected| !says_nothing(expected)), actual)
}

/// Whether what is expected is the expression itself: that it be reached.
fn repeats_path(finding: &Finding) -> bool {
    let expected = finding.expected.as_ref().and_then(Value::as_str);
    expected.is_some_and(|expected| without_positions(expected) == without_positions(&finding.path))
}

/// Whether findings belong to their scenarios. A deviation in an action's responses is the same in all scenarios; a missing
/// response may have other reasons elsewhere.
fn is_of_scenario(found: &[Found<'_>]) -> bool {
    found.iter().any(|one| match one.finding.kind.oracle() {
        Oracle::Expect => one.finding.kind.class() != FindingClass::Action,
        oracle => oracle == Oracle::Transport,
    })
}

fn scenarios(place: &DraftPlace, found: &[Found<'_>]) -> Vec<String> {
    if let DraftPlace::Generated { check, .. } = place {
        return vec![format!("{GENERATED}/*[{check}]"), format!("{GENERATED}/*[{check}.*]")];
    }
    let mut cases: BTreeMap<&str, BTreeSet<&Subject>> = BTreeMap::new();
    for one in found {
        cases.entry(one.scenario.without_case()).or_default().insert(one.scenario);
    }
    // The scenario itself in place of several of its cases.
    let name = |(id, cases): (&str, BTreeSet<&Subject>)| match cases.first() {
        Some(case) if cases.len() == 1 => case.to_string(),
        _ => id.to_owned(),
    };
    cases.into_iter().map(name).collect()
}

fn strings<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
