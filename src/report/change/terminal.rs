//! A comparison on the screen.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;

use record::Subject;

use crate::change::comparison::{Comparison, ComparisonOutcome, target};
use crate::change::labels::{headline, totals};
use crate::change::outline::{Item, Section, outline};
use crate::model::{Direction, Report};
use crate::terminal::Screen;
use crate::terminal::page::{BAD, BOLD, COMMAND, FAINT, GOOD, PLAIN, Page};
use crate::text::{clock, sanitize};

/// Items of a section shown without `--verbose`.
const ITEMS: usize = 12;
/// Scenarios of an item that are named without `--verbose`.
const NAMES: usize = 8;
/// Characters of a text shown without `--verbose`.
const CHARACTERS: usize = 400;

/// Writes the comparison with ANSI styles: pass an `anstream` stream, or one that strips them. The headline comes
/// first, totals and exit code last.
pub fn write_comparison(comparison: &Comparison<'_>, screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, screen.width);
    let outcome = comparison.outcome();
    let style = if outcome == ComparisonOutcome::NoRegressions { GOOD } else { BAD };
    page.wrapped("", "", style.bold(), &headline(comparison))?;
    page.blank()?;
    run(page, "before", comparison.before)?;
    run(page, "after ", comparison.after)?;
    for section in outline(comparison) {
        write_section(page, &section, screen)?;
    }
    page.blank()?;
    page.wrapped("", "", BOLD, &totals(&comparison.changes))?;
    latency(page, comparison)?;
    written(page, &screen.written)?;
    page.line(format_args!("{style}exit {}{style:#}  {}", outcome.exit().code(), outcome.meaning()))
}

fn run(page: &mut Page<'_>, which: &str, report: &Report) -> io::Result<()> {
    let head = &report.head;
    let target = target(report).map(|one| format!("{}, {}", one.name, one.url)).unwrap_or_default();
    let text = format!("{target}, {}, suite {}, run {}", clock::rfc3339(head.at_ms), head.suite, head.run);
    page.wrapped(&format!("{BOLD}{which}{BOLD:#}  "), "        ", FAINT, &sanitize::line(&text))
}

fn write_section(page: &mut Page<'_>, section: &Section<'_>, screen: &Screen) -> io::Result<()> {
    page.heading(section.title)?;
    let style = match section.direction {
        Direction::Regression => BAD.bold(),
        Direction::Improvement => GOOD,
        Direction::Neutral => PLAIN,
    };
    let shown = if screen.verbose { section.items.len() } else { section.items.len().min(ITEMS) };
    section.items[..shown].iter().try_for_each(|item| write_item(page, item, style, screen.verbose))?;
    if shown < section.items.len() {
        page.wrapped("  ", "  ", FAINT, &format!("... {} more: see --verbose", section.items.len() - shown))?;
    }
    Ok(())
}

fn write_item(page: &mut Page<'_>, item: &Item<'_>, style: Style, all: bool) -> io::Result<()> {
    let safe = |text: &str| match all {
        true => sanitize::line(text).into_owned(),
        false => sanitize::clip(sanitize::line(text), CHARACTERS).into_owned(),
    };
    page.wrapped("  ", "  ", style, &safe(&item.title))?;
    item.details.iter().try_for_each(|detail| page.gutter(PLAIN, &safe(detail)))?;
    if !item.scenarios.is_empty() {
        page.gutter(FAINT, &sanitize::line(&names(&item.scenarios, all)))?;
    }
    match item.command {
        // Alone on its line, so that it can be copied whole.
        Some(command) => page.line(format_args!("    {COMMAND}{}{COMMAND:#}", sanitize::line(command))),
        None => Ok(()),
    }
}

fn names(scenarios: &[Subject], all: bool) -> String {
    let shown = if all { scenarios.len() } else { scenarios.len().min(NAMES) };
    let more = scenarios.len() - shown;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("in {}{more}", scenarios[..shown].iter().map(Subject::as_str).collect::<Vec<_>>().join(", "))
}

/// The number of actions whose latency was compared.
fn latency(page: &mut Page<'_>, comparison: &Comparison<'_>) -> io::Result<()> {
    let timing = &comparison.changes.timing;
    let (actions, changed) = (timing.actions, timing.changes.len());
    page.line(format_args!("{FAINT}latency of {actions} actions compared, {changed} changed{FAINT:#}"))
}

fn written(page: &mut Page<'_>, written: &[PathBuf]) -> io::Result<()> {
    let line = |path: &PathBuf| format!("{FAINT}report{FAINT:#}  {}", sanitize::line(&path.display().to_string()));
    written.iter().try_for_each(|path| page.line(line(path)))
}
