//! A scenario's findings in full.

use serde::Serialize;
use verdict::{Compared, Finding, Judgement, Standing};

use crate::text::{Line, LineStyle, difference, sanitize};

/// All that the judgement says and the list of scenarios does not.
#[derive(Debug, Serialize)]
pub(crate) struct Details<'a> {
    findings: Vec<Found<'a>>,
    blocked: &'a [(String, String)],
    leftovers: &'a [String],
    compared: Option<&'a Compared>,
}

/// A finding as the page shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Found<'a> {
    pub(crate) code: &'static str,
    pub(crate) step: &'a str,
    pub(crate) place: &'a str,
    pub(crate) operation: Option<&'a str>,
    pub(crate) path: &'a str,
    pub(crate) message: String,
    /// What should have been and what was: lines, each after the letter of its ink.
    pub(crate) difference: Vec<(char, String)>,
    pub(crate) source: &'a [String],
    pub(crate) reproduce: Option<String>,
    pub(crate) fingerprint: &'a str,
    pub(crate) standing: &'a Standing,
}

/// How much of a finding is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Lines of the difference.
    pub(crate) lines: usize,
    /// Characters of a line, and of the message.
    pub(crate) characters: usize,
}

/// In its own scenario a finding has as much room as anybody reads.
const FULL: Limits = Limits { lines: 4_000, characters: 4_000 };

pub(crate) fn details(judgement: &Judgement) -> Details<'_> {
    Details {
        findings: judgement.findings.iter().map(|finding| found(finding, FULL)).collect(),
        blocked: &judgement.blocked,
        leftovers: &judgement.leftovers,
        compared: judgement.compared.as_ref(),
    }
}

pub(crate) fn found(finding: &Finding, limits: Limits) -> Found<'_> {
    let clipped = |text: &str| sanitize::clip(text.into(), limits.characters).into_owned();
    let mut lines = difference(finding.expected.as_ref(), finding.actual.as_ref());
    let left_out = lines.len().saturating_sub(limits.lines);
    lines.truncate(limits.lines);
    if left_out > 0 {
        lines.push(Line::new(LineStyle::Faint, format!("... {left_out} more lines")));
    }
    Found {
        code: finding.kind.code(),
        step: &finding.step,
        place: &finding.place,
        operation: finding.operation.as_deref(),
        path: &finding.path,
        message: clipped(&finding.message),
        difference: lines.into_iter().map(|line| (letter(line.ink), clipped(&line.text))).collect(),
        source: &finding.source,
        // As it is shown, so that what is copied is what was read.
        reproduce: finding.reproduce.as_deref().map(|command| sanitize::line(command).into_owned()),
        fingerprint: &finding.fingerprint,
        standing: &finding.standing,
    }
}

fn letter(ink: LineStyle) -> char {
    match ink {
        LineStyle::Plain | LineStyle::Command => 'p',
        LineStyle::Expected => 'e',
        LineStyle::Actual => 'a',
        LineStyle::Faint => 'f',
    }
}
