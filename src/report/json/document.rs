//! From a report to the JSON format.

use std::io::{self, Write};

use schemars::Schema;
use serde_json::Value;

use crate::record::EndpointHead;
use crate::report::clock;
use crate::report::exit::Exit;
use crate::report::run_report::Report;
use crate::verdict::{self, Judgement};

use super::format::{Blocked, Document, Endpoint, FORMAT, Finding, NotAsked, Run, Scenario};

/// The report as the JSON format has it.
pub fn document(report: &Report) -> Document {
    let exit = Exit::of(report);
    let head = &report.head;
    Document {
        format: FORMAT,
        run: Run {
            id: head.run.clone(),
            tool: head.tool.clone(),
            suite: head.suite.clone(),
            started: clock::rfc3339(head.at_ms),
            elapsed_ms: report.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
            calls: report.calls(),
            end: report.end,
            exit: exit.code(),
            exit_meaning: exit.meaning().to_owned(),
        },
        endpoints: head.endpoints.iter().map(endpoint).collect(),
        counts: report.counts(),
        areas: report.areas(),
        troubles: report.troubles(),
        scenarios: report.in_order().into_iter().map(scenario).collect(),
        not_asked: report
            .not_asked()
            .into_iter()
            .map(|key| NotAsked { id: key.scenario, endpoint: key.endpoint })
            .collect(),
    }
}

/// Writes the report as JSON, indented, with a line end.
pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report))?;
    writeln!(out)?;
    out.flush()
}

/// The JSON Schema of [`Document`], kept as `reports/report.schema.json`.
pub fn schema() -> Schema {
    schemars::schema_for!(Document)
}

fn endpoint(head: &EndpointHead) -> Endpoint {
    Endpoint {
        name: head.name.clone(),
        url: head.url.clone(),
        kind: head.account,
        region: head.region.clone(),
        api_version: head.api_version.clone(),
        facts: Value::Object(head.facts.clone().into_iter().collect()),
        omit: head.omit.clone(),
    }
}

fn scenario(judgement: &Judgement) -> Scenario {
    let blocked = |(step, reason): &(String, String)| Blocked { step: step.clone(), reason: reason.clone() };
    Scenario {
        id: judgement.scenario.clone(),
        endpoint: judgement.endpoint.clone(),
        verdict: judgement.verdict,
        reason: judgement.reason.clone(),
        about: judgement.about.clone(),
        file: judgement.file.clone(),
        line: judgement.line,
        started: clock::rfc3339(judgement.at_ms),
        elapsed_ms: judgement.elapsed_ms,
        calls: judgement.calls,
        findings: judgement.findings.iter().map(finding).collect(),
        blocked: judgement.blocked.iter().map(blocked).collect(),
        leftovers: judgement.leftovers.clone(),
    }
}

fn finding(finding: &verdict::Finding) -> Finding {
    Finding {
        code: finding.kind.code().to_owned(),
        title: finding.kind.title().to_owned(),
        severity: finding.kind.severity(),
        oracle: finding.kind.oracle(),
        step: finding.step.clone(),
        place: finding.place.clone(),
        operation: finding.operation.clone(),
        path: finding.path.clone(),
        message: finding.message.clone(),
        expected: finding.expected.clone(),
        actual: finding.actual.clone(),
        source: finding.source.clone(),
        reproduce: finding.reproduce.clone(),
        fingerprint: finding.fingerprint.clone(),
    }
}
