//! From a report to its JSON.

use std::io::{self, Write};

use record::{BlockedReason, EndpointHead, StepName};
use schemars::Schema;
use serde_json::Value;
use verdict::{AttemptResult, Cause, Judgement};

use crate::json::action::ActionsEntry;
use crate::json::finding::{CauseEntry, FindingEntry};
use crate::json::format::{
    AttemptEntry, BlockedEntry, CourseEntry, EndpointEntry, FORMAT, NotRunEntry, ReferenceFinding, ReportDocument,
    RunEntry, ScenarioEntry,
};
use crate::json::score::{ScoresEntry, fixes};
use crate::model::{Exit, Extras, Report, ReportCauses};
use crate::text::clock;

/// The report in its JSON format.
pub fn document(report: &Report, extras: &Extras) -> ReportDocument {
    document_of(report, extras, &ReportCauses::of(report, extras))
}

fn document_of(report: &Report, extras: &Extras, causes: &ReportCauses<'_>) -> ReportDocument {
    ReportDocument {
        format: FORMAT,
        run: run(report),
        endpoints: report.head.endpoints.iter().map(|head| endpoint(report, head)).collect(),
        counts: report.counts(),
        fixtures: report.fixtures(),
        run_checks: report.run_checks(),
        areas: report.areas(),
        reference: report.reference.clone(),
        scores: extras.scores.iter().map(ScoresEntry::from).collect(),
        fixes: fixes(extras),
        surface: extras.surface.clone(),
        actions: extras.actions.iter().map(ActionsEntry::from).collect(),
        known: extras.known.clone(),
        change: extras.change.clone(),
        reference_findings: causes.reference.iter().map(reference_finding).collect(),
        causes: causes.run.iter().map(CauseEntry::from).collect(),
        problems: report.problems(),
        scenarios: report.in_order().into_iter().map(|judgement| scenario(report, extras, judgement)).collect(),
        not_run: report
            .not_run()
            .into_iter()
            .map(|key| NotRunEntry { id: key.scenario, endpoint: key.endpoint })
            .collect(),
    }
}

/// Writes the report as indented JSON with a line end.
pub fn write_json(report: &Report, extras: &Extras, out: &mut dyn Write) -> io::Result<()> {
    write(report, extras, &ReportCauses::of(report, extras), out)
}

pub(crate) fn write(
    report: &Report,
    extras: &Extras,
    causes: &ReportCauses<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document_of(report, extras, causes))?;
    writeln!(out)?;
    out.flush()
}

/// The JSON Schema of [`ReportDocument`], kept as `reports/report.schema.json`.
pub fn schema() -> Schema {
    schemars::schema_for!(ReportDocument)
}

fn run(report: &Report) -> RunEntry {
    let exit = Exit::of(report);
    let head = &report.head;
    RunEntry {
        id: head.run.clone(),
        tool: head.tool.clone(),
        suite: head.suite.clone(),
        started: clock::rfc3339(head.at_ms),
        elapsed_ms: report.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
        calls: report.calls(),
        course: course(report),
        end: report.end,
        fail_on: report.fail_on,
        exit: exit.code(),
        exit_name: exit.name().to_owned(),
        exit_meaning: exit.meaning_for(report),
    }
}

fn course(report: &Report) -> Option<CourseEntry> {
    let head = &report.head;
    let is_ordinary = head.course.is_ordinary() && head.resumed_at_ms.is_empty() && report.merged.is_empty();
    (!is_ordinary).then(|| CourseEntry {
        repeat: head.course.repeat,
        retry_failed: head.course.retry_failed,
        seed: head.course.seed,
        fail_fast: head.course.fail_fast,
        resumed: head.resumed_at_ms.iter().map(|at_ms| clock::rfc3339(*at_ms)).collect(),
        merged: report.merged.clone(),
    })
}

fn attempt(result: &AttemptResult) -> AttemptEntry {
    AttemptEntry {
        attempt: result.attempt.number(),
        verdict: result.verdict,
        reason: result.reason.clone(),
        started: clock::rfc3339(result.at_ms),
        elapsed_ms: result.elapsed_ms,
        differing: result.differing.clone(),
    }
}

fn reference_finding(cause: &Cause<'_>) -> ReferenceFinding {
    ReferenceFinding {
        scenarios: cause.scenarios().len(),
        first: cause.judgement().scenario.clone(),
        text: format!("{}: {}", cause.finding().kind.code(), cause.title),
    }
}

fn endpoint(report: &Report, head: &EndpointHead) -> EndpointEntry {
    EndpointEntry { inventory: report.inventories.get(&head.name).cloned(), ..EndpointEntry::from(head) }
}

impl From<&EndpointHead> for EndpointEntry {
    fn from(head: &EndpointHead) -> Self {
        EndpointEntry {
            name: head.name.clone(),
            url: head.url.clone(),
            service_kind: head.service_kind,
            region: head.region.clone(),
            api_version: head.api_version.clone(),
            facts: Value::Object(head.facts.clone().into_iter().collect()),
            omit_parameters: head.omit_parameters.clone(),
            inventory: None,
        }
    }
}

fn scenario(report: &Report, extras: &Extras, judgement: &Judgement) -> ScenarioEntry {
    let placement = judgement.scenario.scenario_id().and_then(|id| extras.placements.get(id));
    let blocked =
        |(step, reason): &(StepName, BlockedReason)| BlockedEntry { step: step.clone(), reason: reason.clone() };
    ScenarioEntry {
        id: judgement.scenario.clone(),
        endpoint: judgement.endpoint.clone(),
        verdict: judgement.verdict,
        reason: judgement.reason.clone(),
        workflow: placement.map(|placement| placement.workflow),
        level: placement.map(|placement| placement.level),
        about: judgement.about.clone(),
        unproven: judgement.unproven.clone(),
        file: judgement.location.file.to_string(),
        line: judgement.location.line,
        started: clock::rfc3339(judgement.at_ms),
        elapsed_ms: judgement.elapsed_ms,
        calls: judgement.calls,
        throttled: judgement.throttled,
        attempts: judgement.attempts.iter().map(attempt).collect(),
        known: judgement.is_known(),
        fails: report.fails(judgement),
        deviating_fixtures: judgement.deviating_fixtures.clone(),
        findings: judgement.findings.iter().map(FindingEntry::from).collect(),
        blocked: judgement.blocked.iter().map(blocked).collect(),
        leftovers: judgement.leftovers.clone(),
    }
}
