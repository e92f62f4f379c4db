//! The table of areas and verdicts.

use std::io;

use anstyle::Style;

use crate::model::{Counts, Report};
use crate::terminal::page::{BAD, BOLD, FAINT, GOOD, PLAIN, Page, WARN};
use crate::text::sanitize;

/// A column: its heading, how it is counted, its colour where the count isn't 0.
type Column = (&'static str, fn(&Counts) -> usize, Style);

const COLUMNS: [Column; 5] = [
    ("conformant", |counts| counts.conformant, GOOD),
    ("deviates", |counts| counts.deviates, BAD),
    ("unsupported", |counts| counts.unsupported, WARN),
    ("skipped", |counts| counts.skipped, PLAIN),
    ("error", |counts| counts.error, BAD),
];

const KNOWN: Column = ("known", |counts| counts.known, GOOD);
const NOT_ASKED: Column = ("not asked", |counts| counts.not_asked, WARN);

pub(crate) fn areas(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    let areas = report.areas();
    if areas.is_empty() {
        return Ok(());
    }
    let mut columns = COLUMNS.to_vec();
    if areas.iter().any(|area| area.counts.known > 0) {
        columns.insert(1, KNOWN);
    }
    if areas.iter().any(|area| area.counts.not_asked > 0) {
        columns.push(NOT_ASKED);
    }
    let title = |endpoint: &str, area: &str| {
        let title = if report.several_endpoints() { format!("{endpoint}: {area}") } else { area.to_owned() };
        sanitize::line(&title).into_owned()
    };
    let rows: Vec<(String, Counts)> = areas.iter().map(|row| (title(&row.endpoint, &row.area), row.counts)).collect();
    let width = rows.iter().map(|(title, _)| textwrap::core::display_width(title)).max().unwrap_or(0).max("area".len());

    let headings: String = columns.iter().map(|(heading, ..)| format!("  {heading}")).collect();
    page.blank()?;
    page.line(format_args!("{BOLD}{:<width$}{headings}{BOLD:#}", "area"))?;
    for (title, counts) in &rows {
        page.line(format_args!("{}{}", padded(title, width), cells(&columns, counts)))?;
    }
    if rows.len() > 1 {
        page.line(format_args!("{BOLD}{:<width$}{BOLD:#}{}", "all", cells(&columns, &report.counts())))?;
    }
    Ok(())
}

fn cells(columns: &[Column], counts: &Counts) -> String {
    let cell = |(heading, count, style): &Column| {
        let width = heading.len() + 2;
        match count(counts) {
            0 => format!("{FAINT}{:>width$}{FAINT:#}", "."),
            number => format!("{style}{number:>width$}{style:#}"),
        }
    };
    columns.iter().map(cell).collect()
}

/// Pads to columns on the screen, of which some letters take two.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(textwrap::core::display_width(text));
    format!("{text}{}", " ".repeat(missing))
}
