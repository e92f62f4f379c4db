//! The findings, worst first, under the scenario that shows each of them.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use verdict::{Judgement, Standing, Verdict};

use crate::model::{Group, Report, groups};
use crate::terminal::page::{BOLD, FAINT, PLAIN, Page, severity_style, verdict_style};
use crate::terminal::screen::Screen;
use crate::text::{Line, LineStyle, blocked, body, headline, reason, sanitize, verdict_word, whereabouts};

/// Findings shown where not everything is: about what one scrolls through.
const FINDINGS: usize = 20;
/// Lines of one finding shown where not everything is.
const LINES: usize = 24;
/// Causes shown of one reason where not everything is.
const ALIKE: usize = 3;
/// Characters of one line shown where not everything is.
const CHARACTERS: usize = 600;
/// Other scenarios with the same finding that are named where not everything is.
const PLACES: usize = 8;

pub(crate) fn findings(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let (groups, others): (Vec<_>, Vec<_>) =
        groups(report).into_iter().partition(|group| group.finding.standing.counts());
    let (of_reference, of_target): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| report.is_reference(&group.judgement.endpoint));
    let (of_checks, of_scenarios): (Vec<_>, Vec<_>) =
        of_target.into_iter().partition(|group| group.cause.is_generated());
    counting(page, "Findings, worst first", report, &of_scenarios, screen)?;
    counting(page, "Findings of generated checks, worst first", report, &of_checks, screen)?;
    by_reason(page, "Known deviations", &others, screen, |standing| match standing {
        Standing::Known(known) => Some(format!("{} ({})", known.reason, known.place)),
        Standing::Counts | Standing::Informs { .. } => None,
    })?;
    by_reason(page, "Shown, and decides nothing", &others, screen, |standing| match standing {
        Standing::Informs { reason } => Some(reason.clone()),
        Standing::Counts | Standing::Known(_) => None,
    })?;
    if !of_reference.is_empty() {
        page.heading("The reference is wrong here, or the suite is")?;
        let left_out = listed(page, of_reference.iter(), if screen.verbose { usize::MAX } else { FINDINGS })?;
        more(page, left_out, screen)?;
    }
    Ok(())
}

/// What is held against an endpoint, each with its first finding in full.
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

/// Causes of one standing, each with the line that names it, and why they have that standing: once for all that have it
/// for the same reason.
fn by_reason(
    page: &mut Page<'_>,
    heading: &str,
    groups: &[Group<'_>],
    screen: &Screen,
    why: impl Fn(&Standing) -> Option<String>,
) -> io::Result<()> {
    let mut reasons: Vec<(String, Vec<&Group<'_>>)> = Vec::new();
    for group in groups {
        let Some(reason) = why(&group.finding.standing) else { continue };
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

/// Up to `most` causes, a line each; returns how many were left out.
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

/// Where the causes are that were left out, if any were.
fn more(page: &mut Page<'_>, left_out: usize, screen: &Screen) -> io::Result<()> {
    if left_out == 0 {
        return Ok(());
    }
    page.line(format_args!("{BOLD}{left_out} more: see {}{BOLD:#}", everything(&screen.written)))
}

/// The scenarios that could not be judged: no finding explains them.
pub(crate) fn errors(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let failed: Vec<&Judgement> = report.in_order().into_iter().filter(|one| one.verdict == Verdict::Error).collect();
    if failed.is_empty() {
        return Ok(());
    }
    page.heading("Could not be judged: we or the environment failed, not the endpoint")?;
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

/// Groups under the same scenario, in the order in which the scenario first comes up.
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
    let style = severity_style(group.finding.severity());
    page.line(format_args!("  {style}{}{style:#}", headline(group.finding)))?;
    page.gutter(FAINT, &whereabouts(group.finding))?;
    let lines = body(group.finding);
    let (commands, text): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.ink == LineStyle::Command);
    let shown = if screen.verbose { text.len() } else { text.len().min(LINES) };
    for line in &text[..shown] {
        let text = match screen.verbose {
            true => Cow::Borrowed(line.text.as_str()),
            false => sanitize::clip(Cow::Borrowed(&line.text), CHARACTERS),
        };
        page.finding_line(&Line::new(line.ink, text))?;
    }
    if shown < text.len() {
        page.gutter(FAINT, &format!("... {} more lines: see {}", text.len() - shown, everything(&screen.written)))?;
    }
    if !group.also.is_empty() {
        page.gutter(FAINT, &also(group, screen.verbose))?;
    }
    if let Some(consequences) = group.consequences() {
        page.gutter(FAINT, &consequences)?;
    }
    commands.into_iter().try_for_each(|command| page.finding_line(command))
}

/// Where else the finding was seen.
fn also(group: &Group<'_>, all: bool) -> String {
    let elsewhere = group.elsewhere();
    let here: Vec<String> = group
        .also
        .iter()
        .filter(|(judgement, _)| judgement.scenario == group.judgement.scenario)
        .map(|(_, finding)| format!("{} ({})", finding.step, finding.place))
        .collect();
    let mut parts = Vec::new();
    if !here.is_empty() {
        parts.push(format!("{} more here: {}", here.len(), few(&here, all)));
    }
    if !elsewhere.is_empty() {
        let scenarios = if elsewhere.len() == 1 { "scenario" } else { "scenarios" };
        parts.push(format!("also in {} more {scenarios}: {}", elsewhere.len(), few(&elsewhere, all)));
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

/// Where the rest can be read.
fn everything(written: &[PathBuf]) -> String {
    match written.iter().find(|path| path.extension().is_some_and(|extension| extension == "json")) {
        Some(path) => format!("{} or use --verbose", sanitize::line(&path.display().to_string())),
        None => "--verbose".to_owned(),
    }
}
