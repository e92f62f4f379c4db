//! The data that the page shows at once.

use std::collections::BTreeSet;
use std::time::Duration;

use record::Subject;
use serde::Serialize;
use verdict::{AttemptResult, Disposition, Finding, FindingKind, Judgement, LevelScore, Oracle, Severity, explain};

use crate::html::again::again;
use crate::html::causes::{CauseData, causes};
use crate::html::headline::headlines;
use crate::html::rows::Rows;
use crate::json::{FixesEntry, ScoresEntry, fix_entries};
use crate::model::{
    AreaCounts, ChangeSummary, Counts, EndpointSurface, Exit, Extras, KnownNotes, Origin, Report, ReportCauses,
    RunProblem, SubjectKind, area, origins,
};
use crate::text::{clock, course_in_words, level, sanitize, service_word, severity_word, shape, verdict_word};

/// Characters of a message in the list of scenarios.
const MESSAGE: usize = 300;

/// Everything except transcripts and the findings of scenarios in full.
#[derive(Serialize)]
pub(crate) struct PageData<'a> {
    run: &'a str,
    /// How often and in which order the scenarios ran, if not as usual.
    course: Option<String>,
    elapsed: String,
    calls: u64,
    exit: u8,
    exit_meaning: String,
    origins: Vec<OriginData<'a>>,
    /// Scenarios of the target.
    counts: Counts,
    /// Fixtures of the target with findings.
    fixtures: Counts,
    /// Checks of the run with findings.
    run_checks: Counts,
    areas: Vec<AreaCounts>,
    problems: Vec<RunProblem>,
    scores: Vec<ScoresEntry>,
    fixes: Vec<FixesEntry>,
    /// Sentences of the target's scores: levels and shape.
    levels: Vec<String>,
    shape: Option<String>,
    surface: &'a [EndpointSurface],
    change: Option<&'a ChangeSummary>,
    known: &'a KnownNotes,
    kinds: Vec<KindData>,
    causes: Vec<CauseData<'a>>,
    scenarios: Vec<ScenarioData<'a>>,
    /// Endpoint and id.
    not_run: Vec<(String, Subject)>,
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

/// A kind of finding, with its explanation.
#[derive(Debug, Serialize)]
pub(crate) struct KindData {
    code: &'static str,
    title: &'static str,
    severity: &'static str,
    oracle: Oracle,
    explanation: String,
}

/// A row of the list of scenarios.
#[derive(Serialize)]
struct ScenarioData<'a> {
    id: &'a Subject,
    area: &'a str,
    /// `scenario`, `fixture` or `run-check`.
    kind: &'static str,
    endpoint: &'a str,
    verdict: &'static str,
    reason: Option<&'a str>,
    about: &'a str,
    file: &'a str,
    line: usize,
    elapsed: String,
    calls: u32,
    /// The attempts, if there are several: number, verdict, reason, duration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attempts: Vec<(u32, &'static str, Option<&'a str>, String)>,
    /// Whether all its deviations are known.
    known: bool,
    /// The rarest of its worst findings: code, action and message; absent if it could not be judged.
    headline: Option<(&'static str, Option<String>, String)>,
    /// A command that runs it again.
    again: Option<String>,
    /// Number of findings: breaking, differs and cosmetic ones that count, known ones, informational ones.
    found: [usize; 5],
}

impl<'a> PageData<'a> {
    pub(crate) fn of(
        report: &'a Report,
        extras: &'a Extras,
        causes_of_report: &'a ReportCauses<'a>,
        rows: &Rows<'a>,
    ) -> Self {
        let exit = Exit::of(report);
        let target = report.target().and_then(|target| extras.scores_of(target));
        let headlines = headlines(rows.iter(), &causes_of_report.run);
        let scenario = |judgement: &'a Judgement| {
            scenario(report, judgement, headlines.get(&std::ptr::from_ref(judgement)).copied())
        };
        PageData {
            run: &report.head.run,
            course: course_in_words(report),
            elapsed: clock::duration(report.elapsed()),
            calls: report.calls(),
            exit: exit.code(),
            exit_meaning: exit.meaning_for(report),
            origins: origins(report).into_iter().map(origin).collect(),
            counts: report.counts(),
            fixtures: report.fixtures(),
            run_checks: report.run_checks(),
            areas: report.areas(),
            problems: report.problems(),
            scores: extras.scores.iter().map(ScoresEntry::from).collect(),
            fixes: fix_entries(extras),
            levels: target.iter().flat_map(|scores| scores.levels.iter().map(sentence)).collect(),
            shape: target.and_then(|scores| shape(scores.shape)),
            surface: &extras.surface,
            change: extras.change.as_ref(),
            known: &extras.known,
            kinds: kinds(report, extras),
            scenarios: rows.iter().map(scenario).collect(),
            causes: causes(report, causes_of_report, rows),
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
    kinds.into_iter().map(kind_data).collect()
}

pub(crate) fn kind_data(kind: FindingKind) -> KindData {
    KindData {
        code: kind.code(),
        title: kind.title(),
        severity: severity_word(kind.severity()),
        oracle: kind.oracle(),
        explanation: explain(kind),
    }
}

fn scenario<'a>(report: &Report, judgement: &'a Judgement, headline: Option<&Finding>) -> ScenarioData<'a> {
    let mut found = [0; 5];
    for finding in &judgement.findings {
        let column = match (&finding.disposition, finding.severity_on_platform()) {
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
        kind: SubjectKind::of(&judgement.scenario).into(),
        endpoint: &judgement.endpoint,
        verdict: verdict_word(judgement.verdict),
        reason: judgement.reason.as_deref(),
        about: &judgement.about,
        file: &judgement.location.file,
        line: judgement.location.line,
        elapsed: clock::duration(Duration::from_millis(judgement.elapsed_ms)),
        calls: judgement.calls,
        attempts: judgement.attempts.iter().map(attempt).collect(),
        known: judgement.is_known(),
        headline: headline
            .filter(|_| judgement.verdict.is_judged())
            .map(|one| (one.kind.code(), one.operation.clone(), clipped(&one.message))),
        again: again(report, judgement),
        found,
    }
}

fn attempt(one: &AttemptResult) -> (u32, &'static str, Option<&str>, String) {
    let elapsed = clock::duration(Duration::from_millis(one.elapsed_ms));
    (one.attempt.number(), verdict_word(one.verdict), one.reason.as_deref(), elapsed)
}

/// Whether a level is reached, without the names that the page links.
fn sentence(score: &LevelScore) -> String {
    level(score, 0, str::to_owned, str::to_owned)
}

/// The first characters of a message, for a row.
fn clipped(message: &str) -> String {
    sanitize::clip(message.into(), MESSAGE).into_owned()
}
