//! What the page shows at once.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;
use verdict::{FindingKind, GENERATED, Judgement, Oracle, Severity, Standing, explain};

use crate::html::causes::{Cause, causes};
use crate::html::rows::Rows;
use crate::model::{
    AreaCounts, Change, Counts, Direction, EndpointScore, Exit, Extras, KnownNote, KnownNotes, Origin, Report,
    RunProblem, Share, Surface, area, origins,
};
use crate::text::{account_word, clock, severity_word, verdict_word};

/// Everything but transcripts and the findings of scenarios in full.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Data<'a> {
    run: &'a str,
    elapsed: String,
    calls: u64,
    exit: (u8, &'static str),
    origins: Vec<OriginData<'a>>,
    counts: Counts,
    areas: Vec<AreaCounts>,
    troubles: Vec<RunProblem>,
    scores: Vec<ScoreData<'a>>,
    surface: Vec<SurfaceData<'a>>,
    change: Option<ChangeData<'a>>,
    known: KnownData<'a>,
    kinds: Vec<Kind>,
    causes: Vec<Cause<'a>>,
    scenarios: Vec<Row<'a>>,
    not_asked: Vec<(String, String)>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OriginData<'a> {
    role: &'static str,
    name: &'a str,
    kind: &'static str,
    what: &'static str,
    caution: Option<&'static str>,
    url: &'a str,
    region: &'a str,
    api_version: Option<&'a str>,
    omit: &'a [String],
    run: &'a str,
    recorded: String,
    tool: &'a str,
    suite: &'a str,
}

#[derive(Serialize)]
struct ScoreData<'a> {
    endpoint: &'a str,
    overall: ShareData,
    /// The generated checks are an area among them.
    areas: Vec<(&'a str, ShareData)>,
}

#[derive(Serialize)]
struct ShareData {
    conformant: usize,
    applicable: usize,
    percent: f64,
}

#[derive(Serialize)]
struct SurfaceData<'a> {
    endpoint: &'a str,
    set: &'a str,
    answered: usize,
    asked: usize,
    total: usize,
}

/// Which way, what, and the endpoint and scenario that it is about.
type Line<'a> = (&'static str, &'a str, Option<(&'a str, &'a str)>);

#[derive(Serialize)]
struct ChangeData<'a> {
    since: &'a str,
    headline: &'a str,
    worse: usize,
    better: usize,
    /// Direction, text, endpoint and scenario.
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KnownData<'a> {
    used: usize,
    no_longer_seen: Vec<(&'a str, &'a str)>,
    expired: Vec<(&'a str, &'a str)>,
}

#[derive(Serialize)]
struct Kind {
    code: &'static str,
    title: &'static str,
    severity: &'static str,
    oracle: Oracle,
    explanation: String,
}

/// A scenario on an endpoint, as a list shows it.
#[derive(Serialize)]
struct Row<'a> {
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
    /// Findings: breaking, differing and cosmetic ones that count, known ones, ones that inform.
    found: [usize; 5],
}

impl<'a> Data<'a> {
    pub(crate) fn of(report: &'a Report, extras: &'a Extras, rows: &Rows<'a>) -> Self {
        let exit = Exit::of(report);
        Data {
            run: &report.head.run,
            elapsed: clock::lasting(report.elapsed()),
            calls: report.calls(),
            exit: (exit.code(), exit.meaning()),
            origins: origins(report).into_iter().map(origin).collect(),
            counts: report.counts(),
            areas: report.areas(),
            troubles: report.troubles(),
            scores: extras.scores.iter().map(score).collect(),
            surface: extras.surface.iter().map(surface).collect(),
            change: extras.change.as_ref().map(change),
            known: known(&extras.known),
            kinds: kinds(report, extras),
            causes: causes(report, extras, rows),
            scenarios: rows.iter().map(row).collect(),
            not_asked: report.not_asked().into_iter().map(|key| (key.endpoint, key.scenario)).collect(),
        }
    }
}

fn origin(origin: Origin<'_>) -> OriginData<'_> {
    OriginData {
        role: origin.role.word(),
        kind: account_word(origin.kind),
        what: origin.what(),
        caution: origin.caution(),
        name: origin.name,
        url: origin.url,
        region: origin.region,
        api_version: origin.api_version,
        omit: origin.omit,
        run: origin.run,
        recorded: origin.recorded,
        tool: origin.tool,
        suite: origin.suite,
    }
}

fn score(score: &EndpointScore) -> ScoreData<'_> {
    let areas = score.areas.iter().map(|(area, part)| (area.as_str(), share(part)));
    let generated = score.generated.iter().map(|part| (GENERATED, share(part)));
    ScoreData { endpoint: &score.endpoint, overall: share(&score.overall), areas: areas.chain(generated).collect() }
}

fn share(share: &Share) -> ShareData {
    ShareData { conformant: share.conformant, applicable: share.applicable, percent: share.percent }
}

fn surface(surface: &Surface) -> SurfaceData<'_> {
    SurfaceData {
        endpoint: &surface.endpoint,
        set: &surface.set,
        answered: surface.answered,
        asked: surface.asked,
        total: surface.total,
    }
}

fn change(change: &Change) -> ChangeData<'_> {
    ChangeData {
        since: &change.since,
        headline: &change.headline,
        worse: change.worse,
        better: change.better,
        lines: change
            .lines
            .iter()
            .map(|line| {
                let direction = match line.direction {
                    Direction::Worse => "worse",
                    Direction::Better => "better",
                    Direction::Other => "other",
                };
                let scenario = line.scenario.as_ref().map(|key| (key.endpoint.as_str(), key.scenario.as_str()));
                (direction, line.text.as_str(), scenario)
            })
            .collect(),
    }
}

fn known(notes: &KnownNotes) -> KnownData<'_> {
    fn pairs(notes: &[KnownNote]) -> Vec<(&str, &str)> {
        notes.iter().map(|note| (note.place.as_str(), note.text.as_str())).collect()
    }
    KnownData { used: notes.used, no_longer_seen: pairs(&notes.no_longer_seen), expired: pairs(&notes.expired) }
}

/// The kinds that were found.
fn kinds(report: &Report, extras: &Extras) -> Vec<Kind> {
    let judgements = report.judgements.iter().chain(&extras.of_reference);
    let findings = judgements.flat_map(|judgement| &judgement.findings);
    let kinds: BTreeSet<FindingKind> = findings.map(|finding| finding.kind).collect();
    let kind = |kind: FindingKind| Kind {
        code: kind.code(),
        title: kind.title(),
        severity: severity_word(kind.severity()),
        oracle: kind.oracle(),
        explanation: explain(kind),
    };
    kinds.into_iter().map(kind).collect()
}

fn row(judgement: &Judgement) -> Row<'_> {
    let mut found = [0; 5];
    for finding in &judgement.findings {
        let column = match (&finding.standing, finding.kind.severity()) {
            (Standing::Counts, Severity::Breaking) => 0,
            (Standing::Counts, Severity::Differs) => 1,
            (Standing::Counts, Severity::Cosmetic) => 2,
            (Standing::Known(_), _) => 3,
            (Standing::Informs { .. }, _) => 4,
        };
        found[column] += 1;
    }
    Row {
        id: &judgement.scenario,
        area: area(&judgement.scenario),
        endpoint: &judgement.endpoint,
        verdict: verdict_word(judgement.verdict),
        reason: judgement.reason.as_deref(),
        about: &judgement.about,
        file: &judgement.file,
        line: judgement.line,
        elapsed: clock::lasting(Duration::from_millis(judgement.elapsed_ms)),
        calls: judgement.calls,
        found,
    }
}
