//! A scenario's findings in full.

use serde::Serialize;

use crate::report::difference::{Ink, Line, difference};
use crate::report::neutral;
use crate::verdict::{Compared, Finding, Judgement, Standing};

/// All that the judgement says and the list of scenarios does not.
#[derive(Debug, Serialize)]
pub(super) struct Details<'a> {
    findings: Vec<Found<'a>>,
    blocked: &'a [(String, String)],
    leftovers: &'a [String],
    compared: Option<&'a Compared>,
}

/// A finding as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Found<'a> {
    pub(super) code: &'static str,
    pub(super) step: &'a str,
    pub(super) place: &'a str,
    pub(super) operation: Option<&'a str>,
    pub(super) path: &'a str,
    pub(super) message: String,
    /// What should have been and what was: lines, each after the letter of its ink.
    pub(super) difference: Vec<(char, String)>,
    pub(super) source: &'a [String],
    pub(super) reproduce: Option<String>,
    pub(super) fingerprint: &'a str,
    pub(super) standing: &'a Standing,
}

/// How much of a finding is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Lines of the difference.
    pub(super) lines: usize,
    /// Characters of a line, and of the message.
    pub(super) characters: usize,
}

/// In its own scenario a finding has as much room as anybody reads.
const FULL: Limits = Limits { lines: 4_000, characters: 4_000 };

pub(super) fn details(judgement: &Judgement) -> Details<'_> {
    Details {
        findings: judgement.findings.iter().map(|finding| found(finding, FULL)).collect(),
        blocked: &judgement.blocked,
        leftovers: &judgement.leftovers,
        compared: judgement.compared.as_ref(),
    }
}

pub(super) fn found(finding: &Finding, limits: Limits) -> Found<'_> {
    let clipped = |text: &str| neutral::clip(text.into(), limits.characters).into_owned();
    let mut lines = difference(finding.expected.as_ref(), finding.actual.as_ref());
    let left_out = lines.len().saturating_sub(limits.lines);
    lines.truncate(limits.lines);
    if left_out > 0 {
        lines.push(Line::new(Ink::Faint, format!("... {left_out} more lines")));
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
        reproduce: finding.reproduce.as_deref().map(|command| neutral::line(command).into_owned()),
        fingerprint: &finding.fingerprint,
        standing: &finding.standing,
    }
}

fn letter(ink: Ink) -> char {
    match ink {
        Ink::Plain | Ink::Command => 'p',
        Ink::Expected => 'e',
        Ink::Actual => 'a',
        Ink::Faint => 'f',
    }
}
