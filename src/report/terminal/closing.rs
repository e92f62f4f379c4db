//! The last lines: what was skipped, what is wrong with the run, the totals, where the reports are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use verdict::Verdict;

use crate::model::{Counts, Exit, Report, RunProblem};
use crate::terminal::page::{BAD, BOLD, FAINT, GOOD, PLAIN, Page, verdict_style};
use crate::terminal::screen::Screen;
use crate::text::{clock, reason, sanitize, verdict_word};

/// Reasons for which scenarios were skipped, and particulars of a trouble, that are shown where not everything is.
const DETAILS: usize = 20;

/// The reasons for which scenarios were skipped, most frequent first.
pub(crate) fn skipped(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let mut reasons: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    for judgement in report.judgements.iter().filter(|one| one.verdict == Verdict::Skipped) {
        *reasons.entry(reason(judgement)).or_default() += 1;
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    page.heading("Skipped")?;
    let shown = if screen.verbose { reasons.len() } else { reasons.len().min(DETAILS) };
    for (reason, count) in &reasons[..shown] {
        page.wrapped(&format!("{count:>5}  "), "       ", PLAIN, reason)?;
    }
    if shown < reasons.len() {
        let others: usize = reasons[shown..].iter().map(|(_, count)| count).sum();
        page.wrapped(&format!("{others:>5}  "), "       ", PLAIN, &format!("{} other reasons", reasons.len() - shown))?;
    }
    Ok(())
}

/// Every scenario with its verdict.
pub(crate) fn scenarios(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading("Scenarios")?;
    for judgement in report.in_order() {
        let style = verdict_style(judgement.verdict);
        page.line(format_args!(
            "{style}{:<11}{style:#}  {}: {}  {FAINT}{}{FAINT:#}",
            verdict_word(judgement.verdict),
            sanitize::line(&judgement.endpoint),
            sanitize::line(&judgement.scenario),
            clock::lasting(std::time::Duration::from_millis(judgement.elapsed_ms)),
        ))?;
    }
    for key in report.not_asked() {
        let (endpoint, scenario) = (sanitize::line(&key.endpoint), sanitize::line(&key.scenario));
        page.line(format_args!("{FAINT}not asked  {FAINT:#}  {endpoint}: {scenario}"))?;
    }
    Ok(())
}

/// What is wrong with the run as a whole.
pub(crate) fn troubles(page: &mut Page<'_>, troubles: &[RunProblem], screen: &Screen) -> io::Result<()> {
    for trouble in troubles {
        page.blank()?;
        page.wrapped("", "", BAD.bold(), &sanitize::line(&format!("WARNING: {}", trouble.message)))?;
        let shown = if screen.verbose { trouble.details.len() } else { trouble.details.len().min(DETAILS) };
        for detail in &trouble.details[..shown] {
            page.gutter(PLAIN, &sanitize::line(detail))?;
        }
        if shown < trouble.details.len() {
            page.gutter(FAINT, &format!("... {} more", trouble.details.len() - shown))?;
        }
    }
    Ok(())
}

/// Totals, files, and what the exit code will be.
pub(crate) fn closing(page: &mut Page<'_>, report: &Report, screen: &Screen) -> io::Result<()> {
    let counts = report.counts();
    page.blank()?;
    page.line(format_args!(
        "{BOLD}{} scenarios: {}; {} calls in {}{BOLD:#}",
        counts.total(),
        totals(&counts),
        report.calls(),
        clock::lasting(report.elapsed())
    ))?;
    for path in &screen.written {
        page.line(format_args!("{FAINT}report{FAINT:#}  {}", sanitize::line(&path.display().to_string())))?;
    }
    let exit = Exit::of(report);
    let style = if exit == Exit::Conformant { GOOD } else { BAD };
    page.line(format_args!("{style}exit {}{style:#}  {}", exit.code(), exit.meaning()))
}

/// `45 conformant, 10 deviates, 3 skipped`: what is 0 is left out.
fn totals(counts: &Counts) -> String {
    let parts = [
        (counts.conformant, "conformant"),
        (counts.known, "known"),
        (counts.deviates, "deviates"),
        (counts.unsupported, "unsupported"),
        (counts.skipped, "skipped"),
        (counts.error, "error"),
        (counts.not_asked, "not asked"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}
