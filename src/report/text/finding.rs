//! A finding in words: the same in the terminal and in JUnit.

use std::borrow::Cow;

use verdict::{Finding, Judgement, Verdict};

use crate::text::difference::{Line, LineStyle, difference};
use crate::text::labels::severity_word;
use crate::text::sanitize;

/// Characters of a [`gist`], which readers show on one line.
const GIST: usize = 250;

/// `E301 wrong error code (breaking)`.
pub(crate) fn headline(finding: &Finding) -> String {
    let kind = finding.kind;
    format!("{} {} ({})", kind.code(), kind.title(), severity_word(finding.severity()))
}

/// Where the finding stands: `suites/vpc/create.yaml:12, steps[2], CreateVpc`.
pub(crate) fn whereabouts(finding: &Finding) -> String {
    let mut place = format!("{}, {}", finding.place, finding.step);
    if let Some(operation) = &finding.operation {
        place = format!("{place}, {operation}");
    }
    sanitize::line(&place).into_owned()
}

/// What was found, what should have been and what was, who says so, and how to see it oneself.
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

/// The steps that were not asked, a line for each reason.
pub(crate) fn blocked(judgement: &Judgement) -> Vec<Line> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (step, reason) in &judgement.blocked {
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, steps)) => steps.push(step),
            None => reasons.push((reason, vec![step])),
        }
    }
    let line = |(reason, steps): (&str, Vec<&str>)| {
        Line::new(LineStyle::Faint, sanitize::line(&format!("not asked: {}: {reason}", steps.join(", "))))
    };
    reasons.into_iter().map(line).collect()
}

/// Why a scenario is not conformant, in one line: the first finding, and how many more there are.
pub(crate) fn gist(judgement: &Judgement) -> String {
    let first = |finding: &Finding| {
        let line = format!("{}: {}", headline(finding), sanitize::line(&finding.message));
        sanitize::clip(Cow::Owned(line), GIST).into_owned()
    };
    let gist = match judgement.findings.as_slice() {
        [] => sanitize::clip(reason(judgement), GIST).into_owned(),
        [only] => first(only),
        [finding, more @ ..] => format!("{} (+{} more)", first(finding), more.len()),
    };
    match judgement.verdict {
        Verdict::Unsupported => format!("unsupported: {gist}"),
        _ => gist,
    }
}

/// The judgement's reason, which only a careless judge leaves out.
pub(crate) fn reason(judgement: &Judgement) -> Cow<'_, str> {
    sanitize::line(judgement.reason.as_deref().unwrap_or("no reason was given"))
}
