//! The table on the screen, fitted to its width.

use std::io::{self, Write};

use verdict::{ActionDepth, Depth};

use crate::compatibility::depth::columns::{COUNT, HEADS, cells};
use crate::compatibility::depth::summary::{ORDER, headline, in_words, totals};

/// The least that the names of actions get, in columns.
const NARROWEST: usize = 20;

/// What of the depth of a suite is printed.
#[derive(Debug, Clone, Copy)]
pub struct DepthView {
    /// The width of the screen in columns; absent: as wide as need be.
    pub width: Option<usize>,
    /// The number of holes.
    pub holes: usize,
    /// Print, below each action, what is not covered.
    pub verbose: bool,
}

/// Writes the actions that the suite calls, a line each, the totals and the largest holes.
pub fn write_depth(depth: &Depth, view: DepthView, out: &mut dyn Write) -> io::Result<()> {
    let called = |action: &ActionDepth| action.is_called() || !action.unproven.is_empty();
    let rows: Vec<(&str, &ActionDepth, [String; COUNT])> = depth
        .actions
        .iter()
        .filter(|(_, action)| called(action))
        .map(|(name, action)| (name.as_str(), action, cells(action)))
        .collect();
    let widths: [usize; COUNT] = std::array::from_fn(|at| {
        rows.iter().map(|(.., cells)| cells[at].len()).chain([HEADS[at].0.len()]).max().unwrap_or_default()
    });
    let longest = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or_default().max(NARROWEST);
    let others: usize = widths.iter().map(|width| width + 1).sum();
    let name_width = view.width.map_or(longest, |width| longest.min(width.saturating_sub(others).max(NARROWEST)));
    let line = |name: &str, cells: [&str; COUNT]| {
        let cells = cells.iter().zip(widths).map(|(cell, width)| format!(" {cell:>width$}")).collect::<String>();
        format!("{:<name_width$}{cells}", shortened(name, name_width))
    };
    writeln!(out, "{}", line("action", HEADS.map(|(head, _)| head)))?;
    for (name, action, cells) in &rows {
        writeln!(out, "{}", line(name, std::array::from_fn(|at| cells[at].as_str())))?;
        if view.verbose {
            not_covered(action, view.width, out)?;
        }
    }
    if view.verbose {
        writeln!(out)?;
        for (head, meaning) in HEADS {
            paragraph(&format!("{head}: {meaning}"), "  ", view.width, out)?;
        }
    }
    writeln!(out)?;
    paragraph(&headline(depth), "", view.width, out)?;
    for set in &depth.sets {
        writeln!(out, "  {:>3} of {:>3}  {}", set.succeeding, set.actions, set.title)?;
    }
    writeln!(out)?;
    for (name, figures) in totals(depth) {
        writeln!(out, "{name}: {figures}")?;
    }
    holes(depth, view, out)
}

fn holes(depth: &Depth, view: DepthView, out: &mut dyn Write) -> io::Result<()> {
    let holes = depth.holes();
    let shown = &holes[..view.holes.min(holes.len())];
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    paragraph(&format!("The {} largest of {} holes ({ORDER})", shown.len(), holes.len()), "", view.width, out)?;
    for (at, hole) in shown.iter().enumerate() {
        paragraph(&format!("{:>3}. {}: {}", at + 1, hole.action, in_words(hole)), "     ", view.width, out)?;
    }
    Ok(())
}

fn not_covered(action: &ActionDepth, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let missing: [(&str, Vec<&str>); 4] = [
        ("errors", action.errors.missing().collect()),
        ("filters", action.filters.missing().collect()),
        ("parameters", action.parameters.missing().collect()),
        ("two elements", action.two.missing().collect()),
    ];
    for (what, names) in missing.into_iter().filter(|(_, names)| !names.is_empty()) {
        paragraph(&format!("    {what} not covered: {}", names.join(", ")), "      ", width, out)?;
    }
    Ok(())
}

/// Writes a text over as many lines as it takes; all but the first begin with `indent`.
fn paragraph(text: &str, indent: &str, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let options = textwrap::Options::new(width.unwrap_or(usize::MAX)).subsequent_indent(indent).break_words(false);
    textwrap::wrap(text, options).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// A name in at most `width` columns: `CreateLocalGat..sociation`, where it is longer.
fn shortened(name: &str, width: usize) -> String {
    if name.len() <= width {
        return name.to_owned();
    }
    let begin = (width - 2).div_ceil(2);
    let end = name.len() - (width - 2 - begin);
    // Names of actions are ASCII.
    format!("{}..{}", &name[..begin], &name[end..])
}
