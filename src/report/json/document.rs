//! From a report to the JSON format.

use std::io::{self, Write};

use record::EndpointHead;
use schemars::Schema;
use serde_json::Value;
use verdict::{self, Judgement, Standing};

use crate::json::format::{Blocked, Cause, Document, Endpoint, FORMAT, Finding, Known, NotAsked, Run, Scenario};
use crate::model::{Exit, Extras, ReferenceNote, Report};
use crate::text::clock;

/// The report as the JSON format has it.
pub fn document(report: &Report, extras: &Extras) -> Document {
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
        reference: report.reference.clone(),
        scores: extras.scores.clone(),
        surface: extras.surface.clone(),
        known: extras.known.clone(),
        change: extras.change.clone(),
        of_reference: of_reference(&extras.of_reference),
        causes: verdict::causes(report.in_order()).iter().map(cause).collect(),
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
pub fn write_json(report: &Report, extras: &Extras, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(report, extras))?;
    writeln!(out)?;
    out.flush()
}

/// The JSON Schema of [`Document`], kept as `reports/report.schema.json`.
pub fn schema() -> Schema {
    schemars::schema_for!(Document)
}

fn of_reference(recorded: &[Judgement]) -> Vec<ReferenceNote> {
    let note = |cause: &verdict::Cause<'_>| ReferenceNote {
        scenarios: cause.scenarios().len(),
        first: cause.judgement().scenario.clone(),
        text: format!("{}: {}", cause.finding().kind.code(), cause.title),
    };
    verdict::causes(recorded).iter().map(note).collect()
}

fn cause(cause: &verdict::Cause<'_>) -> Cause {
    Cause {
        fingerprint: cause.fingerprint.clone(),
        endpoint: cause.endpoint.to_owned(),
        title: cause.title.clone(),
        code: cause.finding().kind.code().to_owned(),
        severity: cause.severity,
        counts: cause.standing().counts(),
        generated: cause.is_generated(),
        findings: cause.seen.len() + cause.follows.len(),
        blocked: cause.blocked.len(),
        scenarios: cause.scenarios().into_iter().map(str::to_owned).collect(),
    }
}

pub(crate) fn endpoint(head: &EndpointHead) -> Endpoint {
    Endpoint {
        name: head.name.clone(),
        url: head.url.clone(),
        kind: head.service_kind,
        region: head.region.clone(),
        api_version: head.api_version.clone(),
        facts: Value::Object(head.facts.clone().into_iter().collect()),
        omit: head.omit_parameters.clone(),
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

pub(crate) fn finding(finding: &verdict::Finding) -> Finding {
    Finding {
        code: finding.kind.code().to_owned(),
        title: finding.kind.title().to_owned(),
        severity: finding.severity(),
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
        known: match &finding.standing {
            Standing::Known(known) => {
                Some(Known { place: known.place.clone(), reason: known.reason.clone(), link: known.link.clone() })
            }
            Standing::Counts | Standing::Informs { .. } => None,
        },
        informs: match &finding.standing {
            Standing::Informs { reason } => Some(reason.clone()),
            Standing::Counts | Standing::Known(_) => None,
        },
    }
}
