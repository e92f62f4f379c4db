//! The findings by cause.

use std::collections::BTreeSet;

use serde::Serialize;
use verdict::{self, Standing};

use crate::html::details::{Found, Limits, found};
use crate::html::evidence::Side;
use crate::html::rows::Rows;
use crate::model::{Extras, Report};
use crate::text::severity_word;

/// A cause is shown with its first finding, of which the list has the gist: all of it is in the scenario.
const GIST: Limits = Limits { lines: 24, characters: 600 };

/// A cause, and everywhere it shows.
#[derive(Debug, Serialize)]
pub(crate) struct Cause<'a> {
    /// Whether it is the recorded reference's.
    recorded: bool,
    endpoint: &'a str,
    fingerprint: String,
    severity: &'static str,
    title: String,
    /// Whether it is held against the endpoint.
    standing: &'static str,
    /// Whether generated checks found it.
    generated: bool,
    /// In how many scenarios it shows.
    scenarios: usize,
    first: Found<'a>,
    /// Findings that follow from it.
    follows: usize,
    /// Steps that were not asked because of it.
    blocked: usize,
    /// The scenarios by number, each with the step: where it was seen, what follows from it, what it blocked.
    places: Vec<(usize, &'a str)>,
}

/// All causes, the one to look at first first; those of a recorded reference after those of the run.
pub(crate) fn causes<'a>(report: &'a Report, extras: &'a Extras, rows: &Rows<'_>) -> Vec<Cause<'a>> {
    let of_run = verdict::causes(report.in_order());
    let of_reference = verdict::causes(&extras.of_reference);
    let of_run = of_run.into_iter().map(|one| cause(one, rows, Side::Run));
    of_run.chain(of_reference.into_iter().map(|one| cause(one, rows, Side::RecordedReference))).collect()
}

fn cause<'a>(cause: verdict::Cause<'a>, rows: &Rows<'_>, side: Side) -> Cause<'a> {
    let scenarios = cause.scenarios().len();
    let seen = cause.seen.iter().chain(&cause.follows);
    let seen = seen.map(|seen| (seen.judgement.scenario.as_str(), seen.finding.step.as_str()));
    let blocked = cause.blocked.iter().map(|step| (step.judgement.scenario.as_str(), step.step));
    let mut known = BTreeSet::new();
    let places = seen.chain(blocked).filter(|place| known.insert(*place));
    let places = places.filter_map(|(scenario, step)| Some((rows.shown(side, cause.endpoint, scenario)?, step)));
    Cause {
        recorded: side == Side::RecordedReference,
        endpoint: cause.endpoint,
        severity: severity_word(cause.severity),
        standing: match cause.standing() {
            Standing::Counts => "counts",
            Standing::Known(_) => "known",
            Standing::Informs { .. } => "informs",
        },
        generated: cause.is_generated(),
        scenarios,
        first: found(cause.finding(), GIST),
        follows: cause.follows.len(),
        blocked: cause.blocked.len(),
        places: places.collect(),
        fingerprint: cause.fingerprint,
        title: cause.title,
    }
}
