//! SARIF 2.1.0, for code scanning: a rule for each kind of finding, a result for each cause.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};
use verdict::{Cause, Disposition, FindingKind, Severity, Sighting, explain};

use crate::checks::site::Site;
use crate::model::{CauseLists, End, Exit, Report, ReportCauses};
use crate::text::{clock, flaky_scenarios, of_flaky, places, sanitize, severity_word};

/// Most other places of a result. GitHub reads 1,000.
const PLACES: usize = 100;

/// Writes the causes of the target: known ones as suppressed, informational ones as such.
pub(crate) fn write(report: &Report, causes: &ReportCauses<'_>, out: &mut dyn Write) -> io::Result<()> {
    let CauseLists { counting, generated, known, informational, .. } = CauseLists::of(report, causes);
    let causes: Vec<&Cause<'_>> = [counting, generated, known, informational].concat();
    let kinds: BTreeSet<FindingKind> = causes.iter().map(|cause| cause.finding().kind).collect();
    let kinds: Vec<FindingKind> = kinds.into_iter().collect();
    let exit = Exit::of(report);
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ec2-compat",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": kinds.iter().map(|kind| rule(*kind)).collect::<Vec<_>>(),
            } },
            // Results of one endpoint do not replace those of another.
            "automationDetails": { "id": format!("ec2-compat/{}/", text(report.target().unwrap_or_default())) },
            "invocations": [{
                "executionSuccessful": report.end == End::Complete,
                "exitCode": exit.code(),
                "exitCodeDescription": exit.meaning_for(report),
                "startTimeUtc": clock::rfc3339(report.head.at_ms),
            }],
            "columnKind": "unicodeCodePoints",
            "results": causes.iter().map(|cause| result(cause, &kinds)).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)?;
    out.flush()
}

fn rule(kind: FindingKind) -> Value {
    json!({
        "id": kind.code(),
        "shortDescription": { "text": kind.title() },
        "fullDescription": { "text": kind.title() },
        "help": { "text": explain(kind) },
        "defaultConfiguration": { "level": level(kind.severity()) },
    })
}

fn result(cause: &Cause<'_>, kinds: &[FindingKind]) -> Value {
    let finding = cause.finding();
    let informs = matches!(finding.disposition, Disposition::Informational { .. });
    let scenarios = cause.scenarios();
    let mut result = json!({
        "ruleId": finding.kind.code(),
        "ruleIndex": kinds.iter().position(|kind| *kind == finding.kind),
        "kind": if informs { "informational" } else { "fail" },
        "level": if informs { "none" } else { level(cause.severity) },
        "message": { "text": text(&format!("{}; in {}{}", cause.title, places(&scenarios), of_flaky(cause))) },
        "locations": [location(&cause.seen[0])],
        "relatedLocations": related(cause),
        "partialFingerprints": { "ec2CompatCause/v1": cause.fingerprint },
        "properties": {
            "severity": severity_word(cause.severity),
            "scenarios": scenarios.len(),
            "action": finding.operation.as_deref().map(text),
            "source": finding.source,
        },
    });
    let flaky = flaky_scenarios(cause);
    if flaky > 0 {
        result["properties"]["flaky"] = json!(flaky);
    }
    if let Disposition::Known(known) = &finding.disposition {
        result["suppressions"] = json!([{ "kind": "external", "justification": text(&known.reason) }]);
    }
    result
}

fn location(seen: &Sighting<'_>) -> Value {
    let site = Site::of(seen.finding);
    json!({
        "physicalLocation": { "artifactLocation": { "uri": site.uri() }, "region": { "startLine": site.line } },
        "logicalLocations": [{ "fullyQualifiedName": text(seen.judgement.scenario.as_str()), "kind": "scenario" }],
    })
}

/// The other places, each once.
fn related(cause: &Cause<'_>) -> Vec<Value> {
    let mut known = BTreeSet::from([Site::of(cause.finding())]);
    let others = cause.seen[1..].iter().filter(|seen| known.insert(Site::of(seen.finding)));
    let numbered = others.take(PLACES).enumerate();
    let place = |(number, seen): (usize, &Sighting<'_>)| {
        let mut place = location(seen);
        place["id"] = json!(number + 1);
        place
    };
    numbered.map(place).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Breaking => "error",
        Severity::Differs => "warning",
        Severity::Cosmetic => "note",
    }
}

fn text(text: &str) -> String {
    sanitize::line(text).into_owned()
}
