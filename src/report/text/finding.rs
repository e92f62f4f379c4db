//! The text of a finding, in the terminal and in JUnit.

use std::borrow::Cow;

use verdict::{Finding, Judgement, Verdict};

use crate::text::difference::{Line, LineStyle, difference};
use crate::text::labels::severity_word;
use crate::text::sanitize;

/// Most characters of a [`summary`], which readers show on one line.
const SUMMARY: usize = 250;

/// `E301 wrong error code (breaking)`.
pub(crate) fn headline(finding: &Finding) -> String {
    let kind = finding.kind;
    format!("{} {} ({})", kind.code(), kind.title(), severity_word(finding.severity_on_platform()))
}

/// `suites/vpc/create.yaml:12, steps[2], CreateVpc`.
pub(crate) fn site(finding: &Finding) -> String {
    let mut place = format!("{}, {}", finding.place, finding.step);
    if let Some(operation) = &finding.operation {
        place = format!("{place}, {operation}");
    }
    sanitize::line(&place).into_owned()
}

/// Message, path, expected and actual value, sources, and the command that reproduces it.
pub(crate) fn body(finding: &Finding) -> Vec<Line> {
    let mut lines = vec![Line::new(LineStyle::Plain, sanitize::line(&finding.message))];
    if !finding.path.is_empty() {
        lines.push(Line::new(LineStyle::Plain, format!("at        {}", sanitize::line(&finding.path))));
    }
    lines.extend(difference(finding.expected.as_ref(), finding.actual.as_ref()));
    for source in &finding.source {
        lines.push(Line::new(LineStyle::Faint, format!("AWS       {}", sanitize::line(source))));
    }
    if let Some(command) = &finding.reproduce {
        lines.push(Line::new(LineStyle::Command, sanitize::line(command)));
    }
    lines
}

/// The blocked steps, a line for each reason.
pub(crate) fn blocked(judgement: &Judgement) -> Vec<Line> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (step, reason) in &judgement.blocked {
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, steps)) => steps.push(step),
            None => reasons.push((reason, vec![step])),
        }
    }
    let line = |(reason, steps): (&str, Vec<&str>)| {
        Line::new(LineStyle::Faint, sanitize::line(&format!("blocked: {}: {reason}", steps.join(", "))))
    };
    reasons.into_iter().map(line).collect()
}

/// Why a scenario is not conformant, in one line: the first finding, and the number of others.
pub(crate) fn summary(judgement: &Judgement) -> String {
    let first = |finding: &Finding| {
        let line = format!("{}: {}", headline(finding), sanitize::line(&finding.message));
        sanitize::clip(Cow::Owned(line), SUMMARY).into_owned()
    };
    let summary = match judgement.findings.as_slice() {
        [] => sanitize::clip(reason(judgement), SUMMARY).into_owned(),
        [only] => first(only),
        [finding, more @ ..] => format!("{} (+{} more)", first(finding), more.len()),
    };
    match judgement.verdict {
        Verdict::Unsupported => format!("unsupported: {summary}"),
        _ => summary,
    }
}

/// The judgement's reason.
pub(crate) fn reason(judgement: &Judgement) -> Cow<'_, str> {
    sanitize::line(judgement.reason.as_deref().unwrap_or("no reason given"))
}
