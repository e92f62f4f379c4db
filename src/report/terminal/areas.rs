//! The table of areas and verdicts of the target.

use std::io;

use anstyle::Style;
use verdict::Verdict;

use crate::model::{Counts, Report};
use crate::terminal::page::{BAD, BOLD, FAINT, GOOD, PLAIN, Page, WARN};
use crate::text::{sanitize, verdict_word};

pub(crate) fn areas(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    // Those of a reference are on the page.
    let mut areas = report.areas();
    areas.retain(|row| report.target() == Some(row.endpoint.as_str()));
    if areas.is_empty() {
        return Ok(());
    }
    let all = areas.iter().fold(Counts::default(), |sum, row| sum + row.counts);
    // Most runs block nothing, have one attempt of each scenario, and run to the end.
    let optional = |(verdict, count): (Verdict, usize)| match verdict {
        Verdict::Blocked | Verdict::Flaky | Verdict::Excluded | Verdict::NotRun if count == 0 => None,
        shown => Some(shown),
    };
    let columns: Vec<Verdict> = all.columns().filter_map(optional).collect();
    let title = |area: &str| sanitize::line(area).into_owned();
    let rows: Vec<(String, Counts)> = areas.iter().map(|row| (title(&row.area), row.counts)).collect();
    let width = rows.iter().map(|(title, _)| textwrap::core::display_width(title)).max().unwrap_or(0).max("area".len());

    let headings: String = columns.iter().map(|verdict| format!("  {}", verdict_word(*verdict))).collect();
    page.blank()?;
    page.line(format_args!("{BOLD}{:<width$}{headings}{BOLD:#}", "area"))?;
    for (title, counts) in &rows {
        page.line(format_args!("{}{}", padded(title, width), cells(&columns, counts)))?;
    }
    if rows.len() > 1 {
        page.line(format_args!("{BOLD}{:<width$}{BOLD:#}{}", "all", cells(&columns, &all)))?;
    }
    Ok(())
}

fn cells(columns: &[Verdict], counts: &Counts) -> String {
    let shown = counts.columns().filter(|(verdict, _)| columns.contains(verdict));
    let cell = |(verdict, count): (Verdict, usize)| {
        let width = verdict_word(verdict).len() + 2;
        let style = style(verdict);
        match count {
            0 => format!("{FAINT}{:>width$}{FAINT:#}", "."),
            number => format!("{style}{number:>width$}{style:#}"),
        }
    };
    shown.map(cell).collect()
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Identical | Verdict::Works => GOOD,
        Verdict::Broken | Verdict::Error => BAD,
        Verdict::Unsupported | Verdict::Blocked | Verdict::Flaky | Verdict::NotRun => WARN,
        Verdict::Skipped | Verdict::Excluded => PLAIN,
    }
}

/// Pads to columns of the screen, of which some characters take two.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(textwrap::core::display_width(text));
    format!("{text}{}", " ".repeat(missing))
}
