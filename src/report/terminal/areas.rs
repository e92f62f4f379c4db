//! The table of areas and verdicts of the target.

use std::io;

use anstyle::Style;

use crate::model::{Counts, NOT_RUN, Report};
use crate::terminal::page::{BAD, BOLD, FAINT, GOOD, PLAIN, Page, WARN};
use crate::text::sanitize;

pub(crate) fn areas(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    // Those of a reference are on the page.
    let mut areas = report.areas();
    areas.retain(|row| report.target() == Some(row.endpoint.as_str()));
    if areas.is_empty() {
        return Ok(());
    }
    let all = areas.iter().fold(Counts::default(), |sum, row| sum + row.counts);
    // Most runs block nothing, have one attempt of each scenario, and run to the end.
    let optional = |(heading, count): (&'static str, usize)| match heading {
        "blocked" | "flaky" | "excluded" | NOT_RUN if count == 0 => None,
        _ => Some(heading),
    };
    let columns: Vec<&str> = all.columns().into_iter().filter_map(optional).collect();
    let title = |area: &str| sanitize::line(area).into_owned();
    let rows: Vec<(String, Counts)> = areas.iter().map(|row| (title(&row.area), row.counts)).collect();
    let width = rows.iter().map(|(title, _)| textwrap::core::display_width(title)).max().unwrap_or(0).max("area".len());

    let headings: String = columns.iter().map(|heading| format!("  {heading}")).collect();
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

fn cells(columns: &[&str], counts: &Counts) -> String {
    let shown = counts.columns().into_iter().filter(|(heading, _)| columns.contains(heading));
    let cell = |(heading, count): (&str, usize)| {
        let width = heading.len() + 2;
        let style = style(heading);
        match count {
            0 => format!("{FAINT}{:>width$}{FAINT:#}", "."),
            number => format!("{style}{number:>width$}{style:#}"),
        }
    };
    shown.map(cell).collect()
}

fn style(heading: &str) -> Style {
    match heading {
        "identical" | "works" => GOOD,
        "broken" | "error" => BAD,
        "unsupported" | "blocked" | "flaky" | NOT_RUN => WARN,
        _ => PLAIN,
    }
}

/// Pads to columns of the screen, of which some characters take two.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(textwrap::core::display_width(text));
    format!("{text}{}", " ".repeat(missing))
}
