//! The words for closed enums.

use std::collections::BTreeSet;

use record::{ServiceKind, Subject};
use verdict::{Cause, Severity, Verdict};

use crate::model::SubjectKind;

/// What reports call a scenario that was selected and not run.
pub(crate) const NOT_RUN: &str = "not run";

/// `identical`; two words where a program reads `not-run`.
pub(crate) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotRun => NOT_RUN,
        other => other.into(),
    }
}

/// `breaking`.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    severity.into()
}

/// `emulator`.
pub(crate) fn service_word(kind: ServiceKind) -> &'static str {
    kind.into()
}

/// The kind of service as people read it.
pub(crate) fn service_name(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Aws => "AWS",
        ServiceKind::Cloud => "EC2-compatible cloud",
        ServiceKind::Emulator => "emulator",
    }
}

/// `1 scenario`, `73 scenarios`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Tenths of a percent as a percentage; 0 if nothing is applicable.
pub(crate) fn percent(per_mille: Option<usize>) -> f64 {
    per_mille.map_or(0.0, |per_mille| per_mille as f64 / 10.0)
}

/// `12 scenarios`, `2 scenarios and 1 fixture`, `the check aftermath`: only scenarios are counted as scenarios.
pub(crate) fn places(ids: &BTreeSet<&Subject>) -> String {
    let of = |kind: SubjectKind| ids.iter().filter(|id| SubjectKind::of(id) == kind).count();
    let nouns = [(SubjectKind::Scenario, "scenario"), (SubjectKind::Fixture, "fixture")];
    let counts = nouns.map(|(kind, noun)| (of(kind), noun)).into_iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = counts.map(|(count, noun)| counted(count, noun)).collect();
    let checks = ids.iter().filter(|id| SubjectKind::of(id) == SubjectKind::RunCheck);
    parts.extend(checks.map(|check| format!("the check {check}")));
    parts.join(" and ")
}

/// How many scenarios with a cause are flaky, as the end of a sentence; empty where none is.
pub(crate) fn of_flaky(cause: &Cause<'_>) -> String {
    match flaky_scenarios(cause) {
        0 => String::new(),
        flaky => format!(", {flaky} of them flaky (attempts came out differently)"),
    }
}

/// How many scenarios with a cause are flaky.
pub(crate) fn flaky_scenarios(cause: &Cause<'_>) -> usize {
    let seen = cause.seen.iter().chain(&cause.follows).filter(|seen| seen.judgement.is_flaky());
    seen.map(|seen| &seen.judgement.scenario).collect::<BTreeSet<_>>().len()
}
