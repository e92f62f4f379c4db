//! The last lines: skipped scenarios, problems of the run, totals, files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use record::PlaceOptions;
use verdict::Verdict;

use crate::model::{Exit, Extras, KnownNote, KnownNotes, Report, RunProblem};
use crate::terminal::page::{BAD, BOLD, FAINT, GOOD, PLAIN, Page, verdict_style};
use crate::terminal::screen::Screen;
use crate::text::NOT_RUN;
use crate::text::{clock, counted, figures, inventory_in_words, reason, sanitize, verdict_word};

/// Reasons of skipped and excluded scenarios, and details of a problem, that are shown without `--verbose`.
const DETAILS: usize = 20;

/// The reasons of the target's scenarios that were skipped, and of those that its profile excludes.
pub(crate) fn skipped(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    reasons(page, report, screen, "Skipped", Verdict::Skipped)?;
    reasons(page, report, screen, "Excluded by the profile", Verdict::Excluded)
}

/// The reasons of a verdict, most frequent first.
fn reasons(page: &mut Page<'_>, report: &Report, screen: &Screen, heading: &str, verdict: Verdict) -> io::Result<()> {
    let mut reasons: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    for judgement in report.of_verdict(verdict) {
        *reasons.entry(reason(judgement)).or_default() += 1;
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    page.heading(heading)?;
    let shown = if screen.verbose { reasons.len() } else { reasons.len().min(DETAILS) };
    for (reason, count) in &reasons[..shown] {
        page.wrapped(&format!("{count:>5}  "), "       ", PLAIN, reason)?;
    }
    if shown < reasons.len() {
        let others: usize = reasons[shown..].iter().map(|(_, count)| count).sum();
        page.wrapped(&format!("{others:>5}  "), "       ", PLAIN, &counted(reasons.len() - shown, "other reason"))?;
    }
    Ok(())
}

/// Every scenario with its verdict, and every fixture with findings.
pub(crate) fn scenarios(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    if report.in_order().is_empty() && report.not_run().is_empty() {
        return Ok(());
    }
    page.heading("Scenarios")?;
    for judgement in report.in_order() {
        let style = verdict_style(judgement.verdict);
        page.line(format_args!(
            "{style}{:<11}{style:#}  {}: {}  {FAINT}{}{}{}{FAINT:#}",
            verdict_word(judgement.verdict),
            sanitize::line(&judgement.endpoint),
            sanitize::line(judgement.scenario.as_str()),
            clock::duration(std::time::Duration::from_millis(judgement.elapsed_ms)),
            if judgement.is_known() { ", known" } else { "" },
            if judgement.unproven.is_some() { ", unproven" } else { "" },
        ))?;
    }
    for key in report.not_run() {
        let (endpoint, scenario) = (sanitize::line(&key.endpoint), sanitize::line(key.scenario.as_str()));
        page.line(format_args!("{FAINT}{NOT_RUN:<11}{FAINT:#}  {endpoint}: {scenario}"))?;
    }
    Ok(())
}

/// Problems of the run as a whole.
pub(crate) fn problems(page: &mut Page<'_>, problems: &[RunProblem], screen: &Screen) -> io::Result<()> {
    for problem in problems {
        page.blank()?;
        page.wrapped("", "", BAD.bold(), &sanitize::line(&format!("WARNING: {}", problem.message)))?;
        let shown = if screen.verbose { problem.details.len() } else { problem.details.len().min(DETAILS) };
        for detail in &problem.details[..shown] {
            page.gutter(PLAIN, &sanitize::line(detail))?;
        }
        if shown < problem.details.len() {
            page.gutter(FAINT, &format!("... {} more", problem.details.len() - shown))?;
        }
    }
    Ok(())
}

/// What is to be done about known deviations: reasons that are missing, entries that may be taken out.
fn known_in_words(known: &KnownNotes, typed: &PlaceOptions) -> Vec<String> {
    let mut lines = Vec::new();
    if known.without_reason > 0 {
        let entries = counted(known.without_reason, "known deviation");
        let check = typed.command("known check");
        lines.push(format!("{entries} of a baseline without a reason: `{check}` lists them"));
    }
    if let Some(first) = known.no_longer_seen.first() {
        let more = match known.no_longer_seen.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let KnownNote { location, text } = first;
        let prune = typed.command("known prune").word("DIR");
        lines.push(format!("no longer seen, `{prune}` removes it: {text} ({location}){more}"));
    }
    lines
}

/// Totals, files and the exit code.
pub(crate) fn closing(page: &mut Page<'_>, report: &Report, extras: &Extras, screen: &Screen) -> io::Result<()> {
    page.blank()?;
    let totals = report.totals();
    let spent = format!("{} calls in {}", report.calls(), clock::duration(report.elapsed()));
    page.wrapped("", "", BOLD, &format!("{totals}; {spent}"))?;
    let scores = report.target().and_then(|target| extras.scores_of(target));
    if let Some(scores) = scores.filter(|scores| scores.overall.applicable > 0) {
        page.line(format_args!("{BOLD}{}{BOLD:#}", figures(scores.overall)))?;
    }
    for (endpoint, inventory) in &report.inventories {
        let has_leftovers = report.leftovers().iter().any(|left| left.key.endpoint == *endpoint);
        let what = match inventory.shards_not_listed {
            _ if has_leftovers => "left over, see above",
            0 => "nothing left",
            _ => "nothing left by the shards that ended",
        };
        let text = format!("{endpoint}: {what}: {}", inventory_in_words(inventory));
        page.wrapped("", "", PLAIN, &sanitize::line(&text))?;
    }
    for line in known_in_words(&extras.known, &report.typed) {
        page.wrapped("", "  ", PLAIN, &sanitize::line(&line))?;
    }
    for path in &screen.written {
        page.line(format_args!("{FAINT}report{FAINT:#}  {}", sanitize::line(&path.display().to_string())))?;
    }
    let exit = Exit::of(report);
    let style = if exit == Exit::Success { GOOD } else { BAD };
    page.line(format_args!("{style}exit {}{style:#}  {}", exit.code(), exit.meaning_for(report)))
}
