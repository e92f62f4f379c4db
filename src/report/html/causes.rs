//! Findings by cause.

use std::collections::HashSet;

use record::StepName;
use serde::Serialize;
use verdict::Cause;

use crate::html::again::again;
use crate::html::details::{FindingData, Limits, disposition_word, finding_data};
use crate::html::evidence::EvidenceSide;
use crate::html::rows::Rows;
use crate::model::{Report, ReportCauses};
use crate::text::{self, severity_word};

/// Limits of a cause's first finding; the scenario's page shows it in full.
const EXCERPT: Limits = Limits { lines: 24, characters: 600 };

/// A cause, and everywhere it was seen.
#[derive(Debug, Serialize)]
pub(crate) struct CauseData<'a> {
    /// Whether it is a cause of the recorded reference.
    recorded: bool,
    endpoint: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    title: &'a str,
    /// `counts`, `known` or `informs`.
    disposition: &'static str,
    /// Found by generated checks.
    generated: bool,
    /// Number of scenarios with it.
    scenarios: usize,
    /// Where it is, in words: `12 scenarios and 1 fixture`.
    extent: String,
    /// A command that runs its first scenario again.
    again: Option<String>,
    first: FindingData<'a>,
    /// Number of consequential findings.
    follows: usize,
    /// Number of blocked steps.
    blocked: usize,
    /// Number of each scenario and its step, of sightings, consequences and blocked steps.
    places: Vec<(usize, &'a StepName)>,
}

/// All causes, most severe first; those of a recorded reference after those of the run.
pub(crate) fn causes<'a>(report: &Report, causes: &'a ReportCauses<'a>, rows: &Rows<'_>) -> Vec<CauseData<'a>> {
    let of_run = |one: &'a Cause<'a>| {
        let again = again(report, one.judgement());
        CauseData { again, ..cause(one, rows, EvidenceSide::Run) }
    };
    let reference = causes.reference.iter().map(|one| cause(one, rows, EvidenceSide::RecordedReference));
    causes.run.iter().map(of_run).chain(reference).collect()
}

fn cause<'a>(cause: &'a Cause<'a>, rows: &Rows<'_>, side: EvidenceSide) -> CauseData<'a> {
    let ids = cause.scenarios();
    let seen = cause.seen.iter().chain(&cause.follows);
    let seen = seen.map(|seen| (&seen.judgement.scenario, &seen.finding.step));
    let blocked = cause.blocked.iter().map(|step| (&step.judgement.scenario, step.step));
    let mut known = HashSet::new();
    let places = seen.chain(blocked).filter(|place| known.insert(*place));
    let places = places.filter_map(|(scenario, step)| Some((rows.number(side, cause.endpoint, scenario)?, step)));
    CauseData {
        recorded: side == EvidenceSide::RecordedReference,
        endpoint: cause.endpoint,
        severity: severity_word(cause.severity),
        disposition: disposition_word(cause.disposition()),
        generated: cause.is_generated(),
        scenarios: ids.iter().filter(|id| id.is_scenario()).count(),
        extent: text::places(&ids),
        again: None,
        first: finding_data(cause.finding(), EXCERPT),
        follows: cause.follows.len(),
        blocked: cause.blocked.len(),
        places: places.collect(),
        fingerprint: &cause.fingerprint,
        title: &cause.title,
    }
}
