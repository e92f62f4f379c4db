//! All findings in full, most severe first, each under the scenario where it was first seen.

use std::collections::HashMap;
use std::io;

use verdict::{Cause, Disposition, Judgement, Verdict};

use crate::model::{CauseLists, Group, Report};
use crate::terminal::page::{BOLD, FAINT, PLAIN, Page, severity_style, verdict_style};
use crate::terminal::screen::Screen;
use crate::text::{
    Line, LineStyle, blocked, body, counted, headline, places, reason, run_again, sanitize, site, unproven,
    verdict_word,
};

/// Errors shown without `--verbose`.
const ERRORS: usize = 10;
/// Characters of an error shown without `--verbose`.
const CHARACTERS: usize = 600;

pub(crate) fn findings(page: &mut Page<'_>, report: &Report, lists: &CauseLists<'_>) -> io::Result<()> {
    counting(page, "Findings, most severe first", report, &lists.counting)?;
    counting(page, "Findings of generated checks, most severe first", report, &lists.generated)?;
    by_reason(page, "Known deviations", &lists.known, |disposition| match disposition {
        Disposition::Known(known) => Some(format!("{} ({})", known.reason, known.place)),
        Disposition::Counts | Disposition::Informational { .. } => None,
    })?;
    by_reason(page, "Informational", &lists.informational, |disposition| match disposition {
        Disposition::Informational { reason } => Some(reason.clone()),
        Disposition::Counts | Disposition::Known(_) => None,
    })
}

/// Causes that count against the target, each with its first finding.
fn counting(page: &mut Page<'_>, heading: &str, report: &Report, causes: &[&Cause<'_>]) -> io::Result<()> {
    if causes.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    let groups: Vec<Group<'_>> = causes.iter().copied().map(Group::of).collect();
    for block in blocks(&groups) {
        let judgement = block[0].judgement;
        scenario(page, report, judgement)?;
        if let Some(again) = run_again(report, judgement) {
            page.finding_line(&Line::new(LineStyle::Command, sanitize::line(&again)))?;
        }
        block.iter().try_for_each(|group| finding(page, group))?;
        for line in blocked(judgement) {
            page.gutter(FAINT, &line.text)?;
        }
    }
    Ok(())
}

/// Causes of one disposition, grouped by the reason for it.
fn by_reason(
    page: &mut Page<'_>,
    heading: &str,
    causes: &[&Cause<'_>],
    why: impl Fn(&Disposition) -> Option<String>,
) -> io::Result<()> {
    let mut reasons: Vec<(String, Vec<&Cause<'_>>)> = Vec::new();
    for cause in causes {
        let Some(reason) = why(cause.disposition()) else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, alike)) => alike.push(*cause),
            None => reasons.push((reason, vec![*cause])),
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    for (reason, alike) in &reasons {
        for cause in alike {
            let first = format!("  {} ", cause.finding().kind.code());
            let text = format!("{}; {}", cause.title, places(&cause.scenarios()));
            page.wrapped(&first, "       ", PLAIN, &sanitize::line(&text))?;
        }
        page.wrapped("       ", "       ", FAINT, &sanitize::line(reason))?;
    }
    Ok(())
}

/// Scenarios whose attempts came out differently.
pub(crate) fn flaky(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let flaky = report.flaky();
    if flaky.is_empty() {
        return Ok(());
    }
    page.heading("Flaky: attempts came out differently; apart from deviations")?;
    let most = if screen.verbose { usize::MAX } else { ERRORS };
    for judgement in flaky.iter().take(most) {
        scenario(page, report, judgement)?;
        page.gutter(PLAIN, &sanitize::clip(reason(judgement), CHARACTERS))?;
    }
    match flaky.len().saturating_sub(most) {
        0 => Ok(()),
        more => page.line(format_args!("\n{BOLD}{more} more: see {}{BOLD:#}", screen.everything())),
    }
}

/// Scenarios that could not be judged, which have no finding.
pub(crate) fn errors(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let failed: Vec<&Judgement> = report.in_order().into_iter().filter(|one| one.verdict == Verdict::Error).collect();
    if failed.is_empty() {
        return Ok(());
    }
    page.heading("Not judged: ec2-compat or the environment failed, not the endpoint")?;
    let (most, characters) = if screen.verbose { (usize::MAX, usize::MAX) } else { (ERRORS, CHARACTERS) };
    for judgement in failed.iter().take(most) {
        scenario(page, report, judgement)?;
        page.gutter(PLAIN, &sanitize::clip(reason(judgement), characters))?;
    }
    match failed.len().saturating_sub(most) {
        0 => Ok(()),
        more => page.line(format_args!("\n{BOLD}{more} more: see {}{BOLD:#}", screen.everything())),
    }
}

/// Groups by scenario, in the order of each scenario's first group.
fn blocks<'g, 'a>(groups: &'g [Group<'a>]) -> Vec<Vec<&'g Group<'a>>> {
    let mut blocks: Vec<Vec<&Group<'a>>> = Vec::new();
    let mut by_judgement: HashMap<*const Judgement, usize> = HashMap::new();
    for group in groups {
        let at = *by_judgement.entry(std::ptr::from_ref(group.judgement)).or_insert_with(|| {
            blocks.push(Vec::new());
            blocks.len() - 1
        });
        blocks[at].push(group);
    }
    blocks
}

fn scenario(page: &mut Page<'_>, report: &Report, judgement: &Judgement) -> io::Result<()> {
    let style = verdict_style(judgement.verdict);
    let endpoint = if report.several_endpoints() { format!(" on {}", judgement.endpoint) } else { String::new() };
    page.line(format_args!(
        "\n{BOLD}{}{BOLD:#}{}  {style}{}{style:#}",
        sanitize::line(judgement.scenario.as_str()),
        sanitize::line(&endpoint),
        verdict_word(judgement.verdict),
    ))?;
    page.wrapped("  ", "  ", FAINT, &sanitize::line(&judgement.about))?;
    match unproven(judgement) {
        Some(why) => page.wrapped("  ", "  ", FAINT, &why),
        None => Ok(()),
    }
}

fn finding(page: &mut Page<'_>, group: &Group<'_>) -> io::Result<()> {
    let style = severity_style(group.finding.severity_on_platform());
    page.line(format_args!("  {style}{}{style:#}", headline(group.finding)))?;
    page.gutter(FAINT, &site(group.finding))?;
    let lines = body(group.finding);
    let (commands, text): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.style == LineStyle::Command);
    text.into_iter().try_for_each(|line| page.finding_line(line))?;
    if !group.others.is_empty() {
        page.gutter(FAINT, &others(group))?;
    }
    if let Some(consequences) = group.consequences() {
        page.gutter(FAINT, &consequences)?;
    }
    commands.into_iter().try_for_each(|command| page.finding_line(command))
}

/// The other sightings of the finding.
fn others(group: &Group<'_>) -> String {
    let elsewhere = group.elsewhere();
    let here: Vec<String> = group
        .others
        .iter()
        .filter(|(judgement, _)| judgement.scenario == group.judgement.scenario)
        .map(|(_, finding)| format!("{} ({})", finding.step, finding.place))
        .collect();
    let mut parts = Vec::new();
    if !here.is_empty() {
        parts.push(format!("{} more in this scenario: {}", here.len(), here.join(", ")));
    }
    if !elsewhere.is_empty() {
        parts.push(format!(
            "also in {}: {}",
            counted(elsewhere.len(), "more scenario"),
            elsewhere.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ")
        ));
    }
    sanitize::line(&parts.join("; ")).into_owned()
}
