//! Findings, most severe first, each under the scenario where it was first seen.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use verdict::{Disposition, Judgement, Verdict};

use crate::model::{Group, Report, groups};
use crate::terminal::page::{BOLD, FAINT, PLAIN, Page, severity_style, verdict_style};
use crate::terminal::screen::Screen;
use crate::text::{Line, LineStyle, blocked, body, counted, headline, reason, sanitize, site, verdict_word};

/// Findings shown without `--verbose`.
const FINDINGS: usize = 20;
/// Lines of one finding shown without `--verbose`.
const LINES: usize = 24;
/// Causes with one reason shown without `--verbose`.
const ALIKE: usize = 3;
/// Characters of one line shown without `--verbose`.
const CHARACTERS: usize = 600;
/// Other scenarios with the same finding that are named without `--verbose`.
const PLACES: usize = 8;

pub(crate) fn findings(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let (groups, others): (Vec<_>, Vec<_>) =
        groups(report).into_iter().partition(|group| group.finding.disposition.counts());
    let (of_reference, of_target): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| report.is_reference(&group.judgement.endpoint));
    let (of_checks, of_scenarios): (Vec<_>, Vec<_>) =
        of_target.into_iter().partition(|group| group.cause.is_generated());
    counting(page, "Findings, most severe first", report, &of_scenarios, screen)?;
    counting(page, "Findings of generated checks, most severe first", report, &of_checks, screen)?;
    by_reason(page, "Known deviations", &others, screen, |standing| match standing {
        Disposition::Known(known) => Some(format!("{} ({})", known.reason, known.place)),
        Disposition::Counts | Disposition::Informational { .. } => None,
    })?;
    by_reason(page, "Informational", &others, screen, |standing| match standing {
        Disposition::Informational { reason } => Some(reason.clone()),
        Disposition::Counts | Disposition::Known(_) => None,
    })?;
    if !of_reference.is_empty() {
        page.heading("Deviations of the reference: the reference or the suite is wrong")?;
        let left_out = listed(page, of_reference.iter(), if screen.verbose { usize::MAX } else { FINDINGS })?;
        more(page, left_out, screen)?;
    }
    Ok(())
}

/// Causes that count against an endpoint, each with its first finding in full.
fn counting(
    page: &mut Page<'_>,
    heading: &str,
    report: &Report,
    groups: &[Group<'_>],
    screen: &Screen,
) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let shown = if screen.verbose { groups.len() } else { groups.len().min(FINDINGS) };
    page.heading(heading)?;
    for block in blocks(&groups[..shown]) {
        scenario(page, report, block[0].judgement)?;
        for group in &block {
            finding(page, group, screen)?;
        }
        for line in blocked(block[0].judgement) {
            page.gutter(FAINT, &line.text)?;
        }
    }
    if shown < groups.len() {
        page.blank()?;
        let text = format!("{} more: see {}", groups.len() - shown, everything(&screen.written));
        page.wrapped("", "", BOLD, &text)?;
    }
    Ok(())
}

/// Causes of one standing, grouped by the reason for it.
fn by_reason(
    page: &mut Page<'_>,
    heading: &str,
    groups: &[Group<'_>],
    screen: &Screen,
    why: impl Fn(&Disposition) -> Option<String>,
) -> io::Result<()> {
    let mut reasons: Vec<(String, Vec<&Group<'_>>)> = Vec::new();
    for group in groups {
        let Some(reason) = why(&group.finding.disposition) else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, alike)) => alike.push(group),
            None => reasons.push((reason, vec![group])),
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    let (mut room, most) = if screen.verbose { (usize::MAX, usize::MAX) } else { (FINDINGS, ALIKE) };
    let mut left_out = 0;
    for (reason, alike) in &reasons {
        if room == 0 {
            left_out += alike.len();
            continue;
        }
        let hidden = listed(page, alike.iter().copied(), room.min(most))?;
        room -= alike.len() - hidden;
        if hidden > 0 {
            page.line(format_args!("       and {hidden} more for the same reason"))?;
        }
        page.wrapped("       ", "       ", FAINT, &sanitize::clip(sanitize::line(reason), CHARACTERS))?;
    }
    more(page, left_out, screen)
}

/// Up to `most` causes, a line each; returns the number of others.
fn listed<'g, 'a: 'g>(
    page: &mut Page<'_>,
    mut groups: impl Iterator<Item = &'g Group<'a>>,
    most: usize,
) -> io::Result<usize> {
    for group in groups.by_ref().take(most) {
        let scenarios = group.cause.scenarios().len();
        let first = format!("{scenarios:>5}  {} ", group.finding.kind.code());
        page.wrapped(&first, "       ", PLAIN, &sanitize::line(&group.cause.title))?;
    }
    Ok(groups.count())
}

/// Where the causes are that were not shown.
fn more(page: &mut Page<'_>, left_out: usize, screen: &Screen) -> io::Result<()> {
    if left_out == 0 {
        return Ok(());
    }
    page.line(format_args!("{BOLD}{left_out} more: see {}{BOLD:#}", everything(&screen.written)))
}

/// Scenarios that could not be judged, which have no finding.
pub(crate) fn errors(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let failed: Vec<&Judgement> = report.in_order().into_iter().filter(|one| one.verdict == Verdict::Error).collect();
    if failed.is_empty() {
        return Ok(());
    }
    page.heading("Not judged: ec2-compat or the environment failed, not the endpoint")?;
    let shown = if screen.verbose { failed.len() } else { failed.len().min(FINDINGS) };
    for judgement in &failed[..shown] {
        scenario(page, report, judgement)?;
        page.gutter(PLAIN, &sanitize::clip(reason(judgement), CHARACTERS))?;
    }
    if shown < failed.len() {
        page.line(format_args!("\n{BOLD}{} more: see {}{BOLD:#}", failed.len() - shown, everything(&screen.written)))?;
    }
    Ok(())
}

/// Groups by scenario, in the order of each scenario's first group.
fn blocks<'g, 'a>(groups: &'g [Group<'a>]) -> Vec<Vec<&'g Group<'a>>> {
    let mut blocks: Vec<Vec<&Group<'a>>> = Vec::new();
    for group in groups {
        match blocks.iter_mut().find(|block| std::ptr::eq(block[0].judgement, group.judgement)) {
            Some(block) => block.push(group),
            None => blocks.push(vec![group]),
        }
    }
    blocks
}

fn scenario(page: &mut Page<'_>, report: &Report, judgement: &Judgement) -> io::Result<()> {
    let style = verdict_style(judgement.verdict);
    let endpoint = if report.several_endpoints() { format!(" on {}", judgement.endpoint) } else { String::new() };
    page.line(format_args!(
        "\n{BOLD}{}{BOLD:#}{}  {style}{}{style:#}",
        sanitize::line(&judgement.scenario),
        sanitize::line(&endpoint),
        verdict_word(judgement.verdict),
    ))?;
    page.wrapped("  ", "  ", FAINT, &sanitize::line(&judgement.about))
}

fn finding(page: &mut Page<'_>, group: &Group<'_>, screen: &Screen) -> io::Result<()> {
    let style = severity_style(group.finding.severity_on_platform());
    page.line(format_args!("  {style}{}{style:#}", headline(group.finding)))?;
    page.gutter(FAINT, &site(group.finding))?;
    let lines = body(group.finding);
    let (commands, text): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.style == LineStyle::Command);
    let shown = if screen.verbose { text.len() } else { text.len().min(LINES) };
    for line in &text[..shown] {
        let text = match screen.verbose {
            true => Cow::Borrowed(line.text.as_str()),
            false => sanitize::clip(Cow::Borrowed(&line.text), CHARACTERS),
        };
        page.finding_line(&Line::new(line.style, text))?;
    }
    if shown < text.len() {
        page.gutter(FAINT, &format!("... {} more lines: see {}", text.len() - shown, everything(&screen.written)))?;
    }
    if !group.others.is_empty() {
        page.gutter(FAINT, &others(group, screen.verbose))?;
    }
    if let Some(consequences) = group.consequences() {
        page.gutter(FAINT, &consequences)?;
    }
    commands.into_iter().try_for_each(|command| page.finding_line(command))
}

/// The other sightings of the finding.
fn others(group: &Group<'_>, all: bool) -> String {
    let elsewhere = group.elsewhere();
    let here: Vec<String> = group
        .others
        .iter()
        .filter(|(judgement, _)| judgement.scenario == group.judgement.scenario)
        .map(|(_, finding)| format!("{} ({})", finding.step, finding.place))
        .collect();
    let mut parts = Vec::new();
    if !here.is_empty() {
        parts.push(format!("{} more in this scenario: {}", here.len(), few(&here, all)));
    }
    if !elsewhere.is_empty() {
        parts.push(format!("also in {}: {}", counted(elsewhere.len(), "more scenario"), few(&elsewhere, all)));
    }
    sanitize::line(&parts.join("; ")).into_owned()
}

fn few(names: &[impl AsRef<str>], all: bool) -> String {
    let shown = if all { names.len() } else { names.len().min(PLACES) };
    let mut text = names[..shown].iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    if shown < names.len() {
        text.push_str(" ...");
    }
    text
}

/// Where everything is shown.
fn everything(written: &[PathBuf]) -> String {
    match written.iter().find(|path| path.extension().is_some_and(|extension| extension == "json")) {
        Some(path) => format!("{} or use --verbose", sanitize::line(&path.display().to_string())),
        None => "--verbose".to_owned(),
    }
}
