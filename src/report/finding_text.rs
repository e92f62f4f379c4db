//! A finding in words: the same in the terminal and in JUnit.

use std::borrow::Cow;

use crate::verdict::{Finding, Judgement, Verdict};

use super::difference::{Ink, Line, difference};
use super::neutral;
use super::words::severity_word;

/// Characters of a [`gist`], which readers show on one line.
const GIST: usize = 250;

/// `E301 wrong error code (breaking)`.
pub(super) fn headline(finding: &Finding) -> String {
    let kind = finding.kind;
    format!("{} {} ({})", kind.code(), kind.title(), severity_word(finding.severity()))
}

/// Where the finding stands: `suites/vpc/create.yaml:12, steps[2], CreateVpc`.
pub(super) fn whereabouts(finding: &Finding) -> String {
    let mut place = format!("{}, {}", finding.place, finding.step);
    if let Some(operation) = &finding.operation {
        place = format!("{place}, {operation}");
    }
    neutral::line(&place).into_owned()
}

/// What was found, what should have been and what was, who says so, and how to see it oneself.
pub(super) fn body(finding: &Finding) -> Vec<Line> {
    let mut lines = vec![Line::new(Ink::Plain, neutral::line(&finding.message))];
    if !finding.path.is_empty() {
        lines.push(Line::new(Ink::Plain, format!("at        {}", neutral::line(&finding.path))));
    }
    lines.extend(difference(finding.expected.as_ref(), finding.actual.as_ref()));
    for source in &finding.source {
        lines.push(Line::new(Ink::Faint, format!("AWS       {}", neutral::line(source))));
    }
    if let Some(command) = &finding.reproduce {
        lines.push(Line::new(Ink::Command, neutral::line(command)));
    }
    lines
}

/// The steps that were not asked, a line for each reason.
pub(super) fn blocked(judgement: &Judgement) -> Vec<Line> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (step, reason) in &judgement.blocked {
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, steps)) => steps.push(step),
            None => reasons.push((reason, vec![step])),
        }
    }
    let line = |(reason, steps): (&str, Vec<&str>)| {
        Line::new(Ink::Faint, neutral::line(&format!("not asked: {}: {reason}", steps.join(", "))))
    };
    reasons.into_iter().map(line).collect()
}

/// Why a scenario is not conformant, in one line: the first finding, and how many more there are.
pub(super) fn gist(judgement: &Judgement) -> String {
    let first = |finding: &Finding| {
        let line = format!("{}: {}", headline(finding), neutral::line(&finding.message));
        neutral::clip(Cow::Owned(line), GIST).into_owned()
    };
    let gist = match judgement.findings.as_slice() {
        [] => neutral::clip(reason(judgement), GIST).into_owned(),
        [only] => first(only),
        [finding, more @ ..] => format!("{} (+{} more)", first(finding), more.len()),
    };
    match judgement.verdict {
        Verdict::Unsupported => format!("unsupported: {gist}"),
        _ => gist,
    }
}

/// The judgement's reason, which only a careless judge leaves out.
pub(super) fn reason(judgement: &Judgement) -> Cow<'_, str> {
    neutral::line(judgement.reason.as_deref().unwrap_or("no reason was given"))
}
