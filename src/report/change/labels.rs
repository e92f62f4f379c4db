//! The headline of a comparison, and the words for single changes.

use std::collections::{BTreeMap, HashSet};

use record::Subject;
use serde_json::Value;
use verdict::change::{ChangeCause, ChangeKind, Changes, LatencyChange, ScenarioChange, Spread, Timing};
use verdict::{Finding, FindingClass};

use crate::change::comparison::{Comparison, ComparisonOutcome};
use crate::text::NOT_RUN;
use crate::text::{counted, sanitize, verdict_word};

/// Most characters of a message within a line.
const MESSAGE: usize = 160;

/// The most important change: the most severe regression, or the absence of regressions and how far that holds.
pub(crate) fn headline(comparison: &Comparison<'_>) -> String {
    let changes = &comparison.changes;
    let totals = totals(changes);
    let known = || match changes.causes.first() {
        Some(first) => format!(" Known: {}.", where_seen(first)),
        None => String::new(),
    };
    let line = match comparison.outcome() {
        ComparisonOutcome::Regressions => {
            let first = changes.causes.first().map_or_else(|| "new findings".to_owned(), where_seen);
            let others = match changes.causes.iter().skip(1).filter(|cause| !cause.known).count() {
                0 => String::new(),
                others => format!("; and {}", counted(others, "other cause")),
            };
            format!("REGRESSION: {first}{others}. {totals}.")
        }
        ComparisonOutcome::NoRegressions => {
            format!("NO REGRESSIONS: {totals}.{}{}{}", known(), responses(changes), slower(changes))
        }
        ComparisonOutcome::Incomplete => {
            format!("INCOMPLETE: {}. No regressions among the others: {totals}.{}", not_judged(changes), known())
        }
        ComparisonOutcome::NothingCompared => {
            format!("NOTHING COMPARED: {}. {totals}.", ComparisonOutcome::NothingCompared.meaning())
        }
    };
    sanitize::line(&line).into_owned()
}

/// `RunInstances now fails (server error InternalError) in 37 scenarios: no instance can be created`.
fn where_seen(cause: &ChangeCause<'_>) -> String {
    let place = match (cause.scenarios.as_slice(), cause.co_occurring.as_slice()) {
        ([only], []) | ([], [only]) => only.to_string(),
        _ => counted(cause.seen_in(), "scenario"),
    };
    let uncreatable = uncreatable(cause).map(|uncreatable| format!(": {uncreatable}")).unwrap_or_default();
    format!("{} in {place}{uncreatable}", self::cause(cause))
}

fn responses(changes: &Changes<'_>) -> String {
    let scenarios: HashSet<&Subject> = changes.responses.iter().flat_map(|change| &change.scenarios).collect();
    match scenarios.len() {
        0 => String::new(),
        count => format!(" Responses changed in {} without breaking an expectation.", counted(count, "scenario")),
    }
}

fn slower(changes: &Changes<'_>) -> String {
    let slowest = changes.timing.changes.first().filter(|change| change.is_slower());
    slowest.map(|change| format!(" {}.", latency(change))).unwrap_or_default()
}

/// The number of scenarios that were not judged this time, and the most frequent reason; the number of those that are flaky.
fn not_judged(changes: &Changes<'_>) -> String {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes.of(ChangeKind::NotJudged) {
        *reasons.entry(reason(change)).or_default() += 1;
    }
    let count: usize = reasons.values().sum();
    let not_judged = reasons.into_iter().max_by_key(|(_, count)| *count);
    let not_judged =
        not_judged.map(|(reason, _)| format!("{} not judged this time, mostly: {reason}", counted(count, "scenario")));
    let flaky = match changes.became_flaky().count() {
        0 => None,
        flaky => Some(format!("{} flaky now", counted(flaky, "scenario"))),
    };
    let parts: Vec<String> = not_judged.into_iter().chain(flaky).collect();
    if parts.is_empty() { "the later run is incomplete".to_owned() } else { parts.join("; ") }
}

/// Why a scenario was not judged.
pub(crate) fn reason<'a>(change: &ScenarioChange<'a>) -> &'a str {
    change.reason.unwrap_or("no reason given")
}

/// A regression: `RunInstances now fails (server error InternalError)`.
pub(crate) fn cause(cause: &ChangeCause<'_>) -> String {
    let finding = cause.finding;
    let called = called(finding);
    let code = cause.code.map(|code| format!(" {code}")).unwrap_or_default();
    let with_code = if code.is_empty() { String::new() } else { format!(" with{code}") };
    let value = |name: &str| match name {
        "operation" => called.to_owned(),
        "path" => finding.path.clone(),
        "code" => code.clone(),
        "with_code" => with_code.clone(),
        other => format!("{{{other}}}"),
    };
    if let Some(regression) = finding.kind.regression(value) {
        return regression;
    }
    match cause.class {
        FindingClass::Action => format!("{called} is no longer supported"),
        FindingClass::Call => format!("{called} no longer returns a readable response ({})", finding.kind.title()),
        FindingClass::Rejection => format!("{called} is now rejected{with_code} instead of {}", expected(finding)),
        FindingClass::Wait => format!("waiting with {called} now fails: {}", finding.path),
        FindingClass::Hook => format!("the operator hook {} now fails", finding.path),
        FindingClass::Http | FindingClass::Content => format!("the response of {called} changed: {}", message(finding)),
    }
}

/// An improvement: `CreateVolume: the call was refused (InvalidParameterValue)`.
pub(crate) fn fixed(cause: &ChangeCause<'_>) -> String {
    let code = cause.code.map(|code| format!(" ({code})")).unwrap_or_default();
    let path = &cause.finding.path;
    let at = if path.is_empty() { String::new() } else { format!(", at {path}") };
    format!("{}: {}{code}{at}", called(cause.finding), cause.finding.kind.title())
}

/// The consequence of a failure to create: `no instance can be created`.
pub(crate) fn uncreatable(cause: &ChangeCause<'_>) -> Option<String> {
    let kind = cause.uncreatable.filter(|_| cause.blocked > 0)?.replace('-', " ");
    Some(format!("no {kind} can be created"))
}

/// How the verdict of a scenario changed: `identical before, broken now`.
pub(crate) fn verdicts(change: &ScenarioChange<'_>) -> String {
    let word = |verdict: Option<_>| verdict.map_or(NOT_RUN, verdict_word);
    match (change.before, change.after) {
        (before, after) if before == after => format!("{} in both runs", word(after)),
        (before, after) => format!("{} before, {} now", word(before), word(after)),
    }
}

/// A finding: `X107 the call was rejected: CreateVolume was rejected with ...`.
pub(crate) fn finding(finding: &Finding) -> String {
    format!("{} {}: {}", finding.kind.code(), finding.kind.title(), finding.message.trim())
}

/// Scenarios by change: `94 scenarios regressed, 3 improved, 210 unchanged`.
pub(crate) fn totals(changes: &Changes<'_>) -> String {
    let parts = [
        (ChangeKind::Regression, "regressed"),
        (ChangeKind::KnownRegression, "regressed as known"),
        (ChangeKind::Changed, "deviating differently"),
        (ChangeKind::Improvement, "improved"),
        (ChangeKind::Unchanged, "unchanged"),
        (ChangeKind::Flaky, "flaky"),
        (ChangeKind::NotJudged, "not judged this time"),
        (ChangeKind::NotSelected, "not selected this time"),
        (ChangeKind::New, "judged for the first time"),
        (ChangeKind::SuiteChanged, "changed in the suite"),
        (ChangeKind::NeverJudged, "never judged"),
    ];
    let mut counts =
        parts.map(|(change, word)| (changes.count(change), word)).into_iter().filter(|(count, _)| *count > 0);
    let Some((first, word)) = counts.next() else { return "no scenarios".to_owned() };
    let others: String = counts.map(|(count, word)| format!(", {count} {word}")).collect();
    format!("{} {word}{others}", counted(first, "scenario"))
}

/// `RunInstances takes 1.8 times as long: 2.1 s (1.9 s to 2.6 s), before 1.2 s (1.1 s to 1.3 s), over 41 steps`.
pub(crate) fn latency(change: &LatencyChange) -> String {
    let (after, before) = (spread(&change.after), spread(&change.before));
    let factor = match change.times {
        slower if slower > 1.0 => format!("takes {slower:.1} times as long"),
        faster => format!("is {:.1} times as fast", 1.0 / faster),
    };
    format!("{} {factor}: {after}, before {before}, over {} steps", change.operation, change.steps)
}

/// The change of all calls together, if there is one.
pub(crate) fn overall_latency(timing: &Timing) -> Option<String> {
    let factor = match timing.general {
        1.0 => return None,
        slower if slower > 1.0 => format!("take {slower:.1} times as long"),
        faster => format!("are {:.1} times as fast", 1.0 / faster),
    };
    Some(format!("calls in general {factor}; the changes of single actions are relative to that"))
}

fn spread(spread: &Spread) -> String {
    format!("{} ({} to {})", time(spread.median), time(spread.low), time(spread.high))
}

/// `350 ms`, `2.1 s`.
fn time(microseconds: f64) -> String {
    if microseconds < 1_000_000.0 {
        format!("{:.0} ms", microseconds / 1_000.0)
    } else {
        format!("{:.1} s", microseconds / 1_000_000.0)
    }
}

/// The action, or what stands for it.
fn called(finding: &Finding) -> &str {
    finding.operation.as_deref().unwrap_or("a raw request")
}

fn message(finding: &Finding) -> String {
    sanitize::clip(sanitize::line(finding.message.trim()), MESSAGE).into_owned()
}

fn expected(finding: &Finding) -> String {
    match &finding.expected {
        Some(Value::String(code)) => code.clone(),
        Some(Value::Array(codes)) => codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => "the error of AWS".to_owned(),
    }
}
