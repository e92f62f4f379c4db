//! From a comparison to its JSON.

use std::io::{self, Write};

use schemars::Schema;
use verdict::Finding;
use verdict::change::{self, Change, Changes};

use crate::change::circumstances::circumstances;
use crate::change::comparison::{Comparison, target};
use crate::change::format::{self, Answer, ChangeKind, Counts, FORMAT, Latency, Run, Scenario, Spread, Timing};
use crate::change::headline::headline;
use crate::change::labels;
use crate::json::{endpoint, finding};
use crate::model::Report;
use crate::text::clock;

/// The comparison as its JSON format has it.
pub fn document(comparison: &Comparison<'_>) -> format::Comparison {
    let changes = &comparison.changes;
    let outcome = comparison.outcome();
    let told = changes.scenarios.iter().filter(|one| one.change != Change::Same).chain(&changes.fixtures);
    format::Comparison {
        format: FORMAT,
        outcome,
        meaning: outcome.meaning().to_owned(),
        exit: outcome.exit().code(),
        headline: headline(comparison),
        before: run(comparison.before),
        after: run(comparison.after),
        circumstances: circumstances(comparison),
        counts: counts(changes),
        causes: changes.causes.iter().map(|one| cause(one, labels::cause(one))).collect(),
        gains: changes.gains.iter().map(|one| cause(one, labels::gain(one))).collect(),
        scenarios: told.map(scenario).collect(),
        answers: changes
            .answers
            .iter()
            .map(|one| Answer { finding: finding(one.finding), scenarios: owned(&one.scenarios) })
            .collect(),
        timing: Timing {
            actions: changes.timing.actions,
            general: round(changes.timing.general, 1_000.0),
            changes: changes.timing.changes.iter().map(latency).collect(),
        },
    }
}

/// Writes the comparison as JSON, indented, with a line end.
pub fn write_comparison_json(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(comparison))?;
    writeln!(out)?;
    out.flush()
}

/// The JSON Schema of a comparison, kept as `reports/compare.schema.json`.
pub fn schema() -> Schema {
    schemars::schema_for!(format::Comparison)
}

fn run(report: &Report) -> Run {
    let head = &report.head;
    Run {
        id: head.run.clone(),
        started: clock::rfc3339(head.at_ms),
        end: report.end,
        tool: head.tool.clone(),
        suite: head.suite.clone(),
        target: target(report).map(endpoint),
    }
}

fn counts(changes: &Changes<'_>) -> Counts {
    Counts {
        worse: changes.count(Change::Worse),
        worse_as_known: changes.count(Change::WorseAsKnown),
        deviates_otherwise: changes.count(Change::DeviatesOtherwise),
        better: changes.count(Change::Better),
        same: changes.count(Change::Same),
        lost: changes.count(Change::Lost),
        not_asked: changes.count(Change::NotAsked),
        new: changes.count(Change::New),
        asked_otherwise: changes.count(Change::AskedOtherwise),
        never_judged: changes.count(Change::NeverJudged),
    }
}

fn cause(cause: &change::Cause<'_>, title: String) -> format::Cause {
    format::Cause {
        title,
        weight: cause.weight,
        known: cause.known,
        code: cause.code.map(str::to_owned),
        unmade: cause.unmade.map(str::to_owned),
        blocked: cause.blocked,
        scenarios: owned(&cause.scenarios),
        also: owned(&cause.also),
        finding: finding(cause.finding),
    }
}

fn scenario(change: &change::ScenarioChange<'_>) -> Scenario {
    let findings = |findings: &[&Finding]| findings.iter().map(|one| finding(one)).collect();
    Scenario {
        id: change.scenario.to_owned(),
        became: became(change.change),
        before: change.before,
        after: change.after,
        reason: change.reason.map(str::to_owned),
        new: findings(&change.new),
        gone: findings(&change.gone),
        otherwise: findings(&change.otherwise),
        uncovered: findings(&change.uncovered),
        blocked: owned(&change.blocked),
    }
}

fn became(change: Change) -> ChangeKind {
    match change {
        Change::Worse => ChangeKind::Worse,
        Change::WorseAsKnown => ChangeKind::WorseAsKnown,
        Change::DeviatesOtherwise => ChangeKind::DeviatesOtherwise,
        Change::Better => ChangeKind::Better,
        Change::Same => ChangeKind::Same,
        Change::Lost => ChangeKind::Lost,
        Change::NotAsked => ChangeKind::NotAsked,
        Change::New => ChangeKind::New,
        Change::AskedOtherwise => ChangeKind::AskedOtherwise,
        Change::NeverJudged => ChangeKind::NeverJudged,
    }
}

fn latency(change: &change::LatencyChange) -> Latency {
    let spread = |spread: &change::Spread| Spread {
        low_ms: milliseconds(spread.low),
        median_ms: milliseconds(spread.median),
        high_ms: milliseconds(spread.high),
    };
    Latency {
        operation: change.operation.clone(),
        steps: change.steps,
        before: spread(&change.before),
        after: spread(&change.after),
        times: round(change.times, 1_000.0),
        chance: change.chance,
    }
}

/// To the tenth of a millisecond: more is noise.
fn milliseconds(microseconds: f64) -> f64 {
    round(microseconds / 1_000.0, 10.0)
}

fn round(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
