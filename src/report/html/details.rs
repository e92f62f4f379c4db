//! Findings of a scenario in full.

use record::{BlockedReason, Location, Place, StepName};
use serde::Serialize;
use serde_json::Value;
use verdict::{Compared, Disposition, Finding, Judgement};

use crate::json::FindingEntry;
use crate::text::{Line, LineStyle, difference, needs, sanitize, severity_word};

/// The parts of a judgement that the list of scenarios does not show.
#[derive(Debug, Serialize)]
pub(crate) struct Details<'a> {
    unproven: Option<&'a str>,
    findings: Vec<FindingData<'a>>,
    blocked: &'a [(StepName, BlockedReason)],
    leftovers: &'a [String],
    compared: Option<&'a Compared>,
}

/// A finding as the page shows it.
#[derive(Debug, Serialize)]
pub(crate) struct FindingData<'a> {
    pub(crate) code: &'a str,
    pub(crate) severity: &'static str,
    pub(crate) step: &'a StepName,
    pub(crate) location: &'a Place,
    pub(crate) operation: Option<&'a str>,
    pub(crate) path: &'a str,
    pub(crate) message: String,
    /// Expected and actual value: lines, each after the letter of its style.
    pub(crate) difference: Vec<(char, String)>,
    pub(crate) source: &'a [String],
    /// What supports it beside the pages.
    pub(crate) evidence: Vec<String>,
    pub(crate) reproduce: Option<String>,
    /// What the command needs.
    pub(crate) needs: Option<String>,
    pub(crate) fingerprint: &'a str,
    pub(crate) disposition: DispositionData<'a>,
}

/// Whether a finding counts, and if not, why not.
#[derive(Debug, Serialize)]
pub(crate) struct DispositionData<'a> {
    /// `counts`, `known` or `informs`.
    status: &'static str,
    reason: Option<&'a str>,
    /// Where the known deviation is written.
    place: Option<&'a Location>,
    link: Option<&'a str>,
}

impl<'a> From<&'a Disposition> for DispositionData<'a> {
    fn from(disposition: &'a Disposition) -> Self {
        let status = disposition_word(disposition);
        match disposition {
            Disposition::Counts => DispositionData { status, reason: None, place: None, link: None },
            Disposition::Known(known) => DispositionData {
                status,
                reason: Some(&known.reason),
                place: Some(&known.place),
                link: known.link.as_deref(),
            },
            Disposition::Informational { reason } => {
                DispositionData { status, reason: Some(reason), place: None, link: None }
            }
        }
    }
}

impl<'a> From<&'a FindingEntry> for DispositionData<'a> {
    fn from(entry: &'a FindingEntry) -> Self {
        let counts = DispositionData { status: "counts", reason: None, place: None, link: None };
        match (&entry.known, &entry.informational) {
            (Some(known), _) => DispositionData {
                status: "known",
                reason: Some(&known.reason),
                place: Some(&known.location),
                link: known.link.as_deref(),
            },
            (None, Some(reason)) => DispositionData { status: "informs", reason: Some(reason), ..counts },
            (None, None) => counts,
        }
    }
}

/// `counts`, `known` or `informs`.
pub(crate) fn disposition_word(disposition: &Disposition) -> &'static str {
    match disposition {
        Disposition::Counts => "counts",
        Disposition::Known(_) => "known",
        Disposition::Informational { .. } => "informs",
    }
}

/// Most lines and characters of a finding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) lines: usize,
    /// Of a line, and of the message.
    pub(crate) characters: usize,
}

/// Limits on the page of the scenario.
const FULL: Limits = Limits { lines: 4_000, characters: 4_000 };

pub(crate) fn details(judgement: &Judgement) -> Details<'_> {
    Details {
        unproven: judgement.unproven.as_deref(),
        findings: judgement.findings.iter().map(|finding| finding_data(finding, FULL)).collect(),
        blocked: &judgement.blocked,
        leftovers: &judgement.leftovers,
        compared: judgement.compared.as_ref(),
    }
}

pub(crate) fn finding_data(finding: &Finding, limits: Limits) -> FindingData<'_> {
    FindingData {
        code: finding.kind.code(),
        severity: severity_word(finding.severity_on_platform()),
        step: &finding.step,
        location: &finding.place,
        operation: finding.operation.as_deref(),
        path: &finding.path,
        message: limits.clipped(&finding.message),
        difference: limits.difference(finding.expected.as_ref(), finding.actual.as_ref()),
        source: &finding.source,
        evidence: finding.evidence(),
        reproduce: finding.reproduce.as_deref().map(command),
        needs: needs(finding),
        fingerprint: &finding.fingerprint,
        disposition: DispositionData::from(&finding.disposition),
    }
}

/// A finding of a JSON report.
pub(crate) fn entry_data(entry: &FindingEntry, limits: Limits) -> FindingData<'_> {
    FindingData {
        code: &entry.code,
        severity: severity_word(entry.severity),
        step: &entry.step,
        location: &entry.location,
        operation: entry.operation.as_deref(),
        path: &entry.path,
        message: limits.clipped(&entry.message),
        difference: limits.difference(entry.expected.as_ref(), entry.actual.as_ref()),
        source: &entry.source,
        evidence: entry.evidence.clone(),
        reproduce: entry.reproduce.as_deref().map(command),
        needs: None,
        fingerprint: &entry.fingerprint,
        disposition: DispositionData::from(entry),
    }
}

/// Sanitized, so that the text that is copied is the text that is shown.
fn command(command: &str) -> String {
    sanitize::line(command).into_owned()
}

impl Limits {
    fn clipped(self, text: &str) -> String {
        sanitize::clip(text.into(), self.characters).into_owned()
    }

    /// Expected and actual value: lines, each after the letter of its style.
    fn difference(self, expected: Option<&Value>, actual: Option<&Value>) -> Vec<(char, String)> {
        let mut lines = difference(expected, actual);
        let left_out = lines.len().saturating_sub(self.lines);
        lines.truncate(self.lines);
        if left_out > 0 {
            lines.push(Line::new(LineStyle::Faint, format!("... {left_out} more lines")));
        }
        lines.into_iter().map(|line| (letter(line.style), self.clipped(&line.text))).collect()
    }
}

fn letter(style: LineStyle) -> char {
    match style {
        LineStyle::Plain | LineStyle::Command => 'p',
        LineStyle::Expected => 'e',
        LineStyle::Actual => 'a',
        LineStyle::Faint => 'f',
    }
}
