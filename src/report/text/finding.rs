//! The text of a finding, in the terminal and in JUnit.

use std::borrow::Cow;
use std::collections::BTreeSet;

use contract::tables::resource_id;
use record::{BlockedReason, Subject};
use scenario::is_generated;
use verdict::{Finding, Judgement, Verdict};

use crate::model::Report;
use crate::text::difference::{Line, LineStyle, difference};
use crate::text::labels::{severity_word, verdict_word};
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

/// Message, path, expected and actual value, sources, evidence, and the command that makes the call again.
pub(crate) fn body(finding: &Finding) -> Vec<Line> {
    let mut lines = vec![Line::new(LineStyle::Plain, sanitize::line(&finding.message))];
    if !finding.path.is_empty() {
        lines.push(Line::new(LineStyle::Plain, format!("at        {}", sanitize::line(&finding.path))));
    }
    lines.extend(difference(finding.expected.as_ref(), finding.actual.as_ref()));
    for source in &finding.source {
        lines.push(Line::new(LineStyle::Faint, format!("AWS       {}", sanitize::line(source))));
    }
    for sentence in finding.evidence() {
        lines.push(Line::new(LineStyle::Faint, format!("evidence  {}", sanitize::line(&sentence))));
    }
    if let Some(command) = &finding.reproduce {
        lines.extend(needs(finding).map(|note| Line::new(LineStyle::Faint, note)));
        lines.push(Line::new(LineStyle::Command, sanitize::line(command)));
    }
    lines
}

/// `unproven: reason`, of a scenario that no implementation has carried to its end yet: a deviation may be a fault of the
/// scenario.
pub(crate) fn unproven(judgement: &Judgement) -> Option<String> {
    let reason = judgement.unproven.as_ref()?;
    Some(sanitize::line(&format!("unproven: {reason}")).into_owned())
}

/// The command that runs the scenario of a judgement again; for a fixture the first scenario that uses it; absent
/// for a check of the run.
pub(crate) fn run_again(report: &Report, judgement: &Judgement) -> Option<String> {
    let scenario = match &judgement.scenario {
        Subject::Scenario(_) => &judgement.scenario,
        Subject::Fixture(fixture) => {
            let uses = |one: &&Judgement| {
                one.endpoint == judgement.endpoint && one.deviating_fixtures.iter().any(|name| name == fixture.name())
            };
            &report.judgements.iter().find(uses)?.scenario
        }
        Subject::RunCheck(_) | Subject::Sweep => return None,
    };
    let run = report.typed.command("run").option("--target", &judgement.endpoint);
    let run = if scenario.scenario_id().is_some_and(is_generated) { run.flag("--generated") } else { run };
    Some(run.word(scenario.as_str()).to_string())
}

/// The resources that the command of a call names by their ids: it needs them, and clean-up deletes what a run creates.
pub(crate) fn needs(finding: &Finding) -> Option<String> {
    let command = finding.reproduce.as_deref()?;
    let words = command.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let ids: BTreeSet<&str> = words.filter(|word| resource_id(word).is_some()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    (!ids.is_empty())
        .then(|| format!("The call by itself needs {}; clean-up deletes what a run creates.", ids.join(", ")))
}

/// The blocked steps, a line for each reason.
pub(crate) fn blocked(judgement: &Judgement) -> Vec<Line> {
    let mut reasons: Vec<(&BlockedReason, Vec<String>)> = Vec::new();
    for (step, reason) in &judgement.blocked {
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, steps)) => steps.push(step.to_string()),
            None => reasons.push((reason, vec![step.to_string()])),
        }
    }
    let line = |(reason, steps): (&BlockedReason, Vec<String>)| {
        Line::new(LineStyle::Faint, sanitize::line(&format!("blocked: {}: {reason}", steps.join(", "))))
    };
    reasons.into_iter().map(line).collect()
}

/// Why a scenario is not identical, in one line: the worst finding, and the number of others. Where known findings alone
/// decide the verdict, the one that does comes before the worst new one.
pub(crate) fn summary(judgement: &Judgement) -> String {
    let in_words = |finding: &Finding| {
        let line = format!("{}: {}", headline(finding), sanitize::line(&finding.message));
        sanitize::clip(Cow::Owned(line), SUMMARY).into_owned()
    };
    let more = |shown: usize| match judgement.findings.len().saturating_sub(shown) {
        0 => String::new(),
        more => format!(" (+{more} more)"),
    };
    let summary = match (judgement.worst(), decisive_known(judgement)) {
        (None, _) => sanitize::clip(reason(judgement), SUMMARY).into_owned(),
        (Some(new), Some(known)) => format!("known: {}; new: {}{}", in_words(known), in_words(new), more(2)),
        (Some(worst), None) => format!("{}{}", in_words(worst), more(1)),
    };
    match judgement.verdict {
        Verdict::Unsupported | Verdict::Blocked => format!("{}: {summary}", verdict_word(judgement.verdict)),
        _ => summary,
    }
}

/// The known finding that decides the verdict, where it is more severe than all new ones.
fn decisive_known(judgement: &Judgement) -> Option<&Finding> {
    let new = judgement.worst().filter(|finding| finding.disposition.counts())?;
    let decides = |finding: &&Finding| Some(&finding.message) == judgement.reason.as_ref();
    let decisive = judgement.findings.iter().find(decides)?;
    (decisive.disposition.is_known() && decisive.severity < new.severity).then_some(decisive)
}

pub(crate) fn reason(judgement: &Judgement) -> Cow<'_, str> {
    sanitize::line(judgement.reason.as_deref().unwrap_or("no reason given"))
}
