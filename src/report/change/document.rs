//! From a comparison to its JSON.

use std::io::{self, Write};

use schemars::Schema;
use verdict::Finding;
use verdict::change::{ChangeCause, ChangeKind, Changes, LatencyChange, ScenarioChange, Spread};

use crate::change::comparison::{Comparison, target};
use crate::change::format::{
    ChangeCauseEntry, ChangeCounts, ChangedResponse, ChangedScenario, ComparedRun, ComparisonDocument, FORMAT,
    LatencyChanges, LatencyEntry, Quartiles,
};
use crate::change::labels;
use crate::change::outline::run_differences;
use crate::json::{EndpointEntry, FindingEntry};
use crate::model::Report;
use crate::text::clock;

/// The comparison in its JSON format.
pub fn document(comparison: &Comparison<'_>) -> ComparisonDocument {
    let changes = &comparison.changes;
    let outcome = comparison.outcome();
    let is_changed = |one: &&ScenarioChange<'_>| one.change != ChangeKind::Unchanged;
    let changed = changes.scenarios.iter().filter(is_changed).chain(&changes.fixtures);
    let changed = changed.chain(changes.run_checks.iter().filter(is_changed));
    let response = |one: &verdict::change::ResponseChange<'_>| ChangedResponse {
        finding: one.finding.into(),
        scenarios: one.scenarios.clone(),
    };
    ComparisonDocument {
        format: FORMAT,
        outcome,
        outcome_meaning: outcome.meaning().to_owned(),
        exit: outcome.exit().code(),
        headline: labels::headline(comparison),
        before: run(comparison.before),
        after: run(comparison.after),
        run_differences: run_differences(comparison),
        counts: counts(changes),
        causes: changes.causes.iter().map(|one| cause(one, labels::cause(one))).collect(),
        fixed: changes.fixed.iter().map(|one| cause(one, labels::fixed(one))).collect(),
        scenarios: changed.map(scenario).collect(),
        responses: changes.responses.iter().map(response).collect(),
        latency: LatencyChanges {
            actions: changes.timing.actions,
            overall_factor: round(changes.timing.general, 1_000.0),
            changes: changes.timing.changes.iter().map(latency).collect(),
        },
    }
}

/// Writes the comparison as indented JSON with a line end.
pub fn write_comparison_json(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(comparison))?;
    writeln!(out)?;
    out.flush()
}

/// The JSON Schema of [`ComparisonDocument`], kept as `reports/compare.schema.json`.
pub fn schema() -> Schema {
    schemars::schema_for!(ComparisonDocument)
}

fn run(report: &Report) -> ComparedRun {
    let head = &report.head;
    ComparedRun {
        id: head.run.clone(),
        started: clock::rfc3339(head.at_ms),
        end: report.end,
        tool: head.tool.clone(),
        suite: head.suite.clone(),
        target: target(report).map(EndpointEntry::from),
    }
}

fn counts(changes: &Changes<'_>) -> ChangeCounts {
    ChangeCounts {
        regression: changes.count(ChangeKind::Regression),
        known_regression: changes.count(ChangeKind::KnownRegression),
        changed: changes.count(ChangeKind::Changed),
        improvement: changes.count(ChangeKind::Improvement),
        unchanged: changes.count(ChangeKind::Unchanged),
        flaky: changes.count(ChangeKind::Flaky),
        not_judged: changes.count(ChangeKind::NotJudged),
        not_selected: changes.count(ChangeKind::NotSelected),
        new: changes.count(ChangeKind::New),
        suite_changed: changes.count(ChangeKind::SuiteChanged),
        never_judged: changes.count(ChangeKind::NeverJudged),
    }
}

fn cause(cause: &ChangeCause<'_>, title: String) -> ChangeCauseEntry {
    ChangeCauseEntry {
        title,
        impact: cause.weight,
        known: cause.known,
        code: cause.code.map(str::to_owned),
        uncreatable: cause.uncreatable.map(str::to_owned),
        blocked: cause.blocked,
        scenarios: cause.scenarios.clone(),
        co_occurring: cause.co_occurring.clone(),
        finding: cause.finding.into(),
    }
}

fn scenario(change: &ScenarioChange<'_>) -> ChangedScenario {
    let findings = |findings: &[&Finding]| findings.iter().map(|one| FindingEntry::from(*one)).collect();
    ChangedScenario {
        id: change.scenario.clone(),
        change: change.change,
        before: change.before,
        after: change.after,
        reason: change.reason.map(str::to_owned),
        new: findings(&change.new),
        fixed: findings(&change.gone),
        changed: findings(&change.changed),
        unmasked: findings(&change.unmasked),
        blocked: change.blocked.iter().copied().cloned().collect(),
    }
}

fn latency(change: &LatencyChange) -> LatencyEntry {
    let quartiles = |spread: &Spread| Quartiles {
        low_ms: milliseconds(spread.low),
        median_ms: milliseconds(spread.median),
        high_ms: milliseconds(spread.high),
    };
    LatencyEntry {
        operation: change.operation.clone(),
        steps: change.steps,
        before: quartiles(&change.before),
        after: quartiles(&change.after),
        factor: round(change.times, 1_000.0),
        p_value: change.p_value,
    }
}

/// To the tenth of a millisecond: more is noise.
fn milliseconds(microseconds: f64) -> f64 {
    round(microseconds / 1_000.0, 10.0)
}

fn round(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}
