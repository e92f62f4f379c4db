//! The data that the page shows at once.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;
use verdict::{Disposition, FindingKind, Judgement, Oracle, Severity, explain};

use crate::html::causes::{CauseData, causes};
use crate::html::rows::Rows;
use crate::json::ScoresEntry;
use crate::model::{
    AreaCounts, ChangeSummary, Counts, EndpointSurface, Exit, Extras, KnownNotes, Origin, Report, RunProblem, area,
    origins,
};
use crate::text::{clock, service_word, severity_word, verdict_word};

/// Everything except transcripts and the findings of scenarios in full.
#[derive(Serialize)]
pub(crate) struct Data<'a> {
    run: &'a str,
    elapsed: String,
    calls: u64,
    exit: u8,
    exit_meaning: &'static str,
    origins: Vec<OriginData<'a>>,
    counts: Counts,
    areas: Vec<AreaCounts>,
    problems: Vec<RunProblem>,
    scores: Vec<ScoresEntry>,
    surface: &'a [EndpointSurface],
    change: Option<&'a ChangeSummary>,
    known: &'a KnownNotes,
    kinds: Vec<KindData>,
    causes: Vec<CauseData<'a>>,
    scenarios: Vec<ScenarioData<'a>>,
    /// Endpoint and id.
    not_run: Vec<(String, String)>,
}

#[derive(Serialize)]
struct OriginData<'a> {
    role: &'static str,
    name: &'a str,
    service_kind: &'static str,
    service: &'static str,
    caution: Option<&'static str>,
    url: &'a str,
    region: &'a str,
    api_version: Option<&'a str>,
    omit_parameters: &'a [String],
    run: &'a str,
    recorded: String,
    tool: &'a str,
    suite: &'a str,
}

#[derive(Serialize)]
struct KindData {
    code: &'static str,
    title: &'static str,
    severity: &'static str,
    oracle: Oracle,
    explanation: String,
}

/// A row of the list of scenarios.
#[derive(Serialize)]
struct ScenarioData<'a> {
    id: &'a str,
    area: &'a str,
    endpoint: &'a str,
    verdict: &'static str,
    reason: Option<&'a str>,
    about: &'a str,
    file: &'a str,
    line: usize,
    elapsed: String,
    calls: u32,
    /// Number of findings: breaking, differs and cosmetic ones that count, known ones, informational ones.
    found: [usize; 5],
}

impl<'a> Data<'a> {
    pub(crate) fn of(report: &'a Report, extras: &'a Extras, rows: &Rows<'a>) -> Self {
        let exit = Exit::of(report);
        Data {
            run: &report.head.run,
            elapsed: clock::duration(report.elapsed()),
            calls: report.calls(),
            exit: exit.code(),
            exit_meaning: exit.meaning(),
            origins: origins(report).into_iter().map(origin).collect(),
            counts: report.counts(),
            areas: report.areas(),
            problems: report.problems(),
            scores: extras.scores.iter().map(ScoresEntry::from).collect(),
            surface: &extras.surface,
            change: extras.change.as_ref(),
            known: &extras.known,
            kinds: kinds(report, extras),
            causes: causes(report, extras, rows),
            scenarios: rows.iter().map(scenario).collect(),
            not_run: report.not_run().into_iter().map(|key| (key.endpoint, key.scenario)).collect(),
        }
    }
}

fn origin(origin: Origin<'_>) -> OriginData<'_> {
    OriginData {
        role: origin.role.into(),
        service_kind: service_word(origin.kind),
        service: origin.service(),
        caution: origin.caution(),
        name: origin.name,
        url: origin.url,
        region: origin.region,
        api_version: origin.api_version,
        omit_parameters: origin.omit_parameters,
        run: origin.run,
        recorded: origin.recorded,
        tool: origin.tool,
        suite: origin.suite,
    }
}

/// The kinds of all findings.
fn kinds(report: &Report, extras: &Extras) -> Vec<KindData> {
    let judgements = report.judgements.iter().chain(&extras.reference_judgements);
    let findings = judgements.flat_map(|judgement| &judgement.findings);
    let kinds: BTreeSet<FindingKind> = findings.map(|finding| finding.kind).collect();
    let kind = |kind: FindingKind| KindData {
        code: kind.code(),
        title: kind.title(),
        severity: severity_word(kind.severity()),
        oracle: kind.oracle(),
        explanation: explain(kind),
    };
    kinds.into_iter().map(kind).collect()
}

fn scenario(judgement: &Judgement) -> ScenarioData<'_> {
    let mut found = [0; 5];
    for finding in &judgement.findings {
        let column = match (&finding.disposition, finding.kind.severity()) {
            (Disposition::Counts, Severity::Breaking) => 0,
            (Disposition::Counts, Severity::Differs) => 1,
            (Disposition::Counts, Severity::Cosmetic) => 2,
            (Disposition::Known(_), _) => 3,
            (Disposition::Informational { .. }, _) => 4,
        };
        found[column] += 1;
    }
    ScenarioData {
        id: &judgement.scenario,
        area: area(&judgement.scenario),
        endpoint: &judgement.endpoint,
        verdict: verdict_word(judgement.verdict),
        reason: judgement.reason.as_deref(),
        about: &judgement.about,
        file: &judgement.file,
        line: judgement.line,
        elapsed: clock::duration(Duration::from_millis(judgement.elapsed_ms)),
        calls: judgement.calls,
        found,
    }
}
