//! Causes, a line each: the whole picture on one screen.

use std::io;

use verdict::Cause;

use crate::model::CauseLists;
use crate::terminal::page::{BOLD, FAINT, PLAIN, Page, severity_style};
use crate::terminal::screen::Screen;
use crate::text::{places, sanitize, severity_word};

/// Causes shown of a list.
const SHOWN: usize = 10;
/// Causes shown of the reference.
const OF_REFERENCE: usize = 4;

pub(crate) fn causes(page: &mut Page<'_>, lists: &CauseLists<'_>, screen: &Screen) -> io::Result<()> {
    list(page, "Causes, most severe first", &lists.counting, SHOWN, screen)?;
    list(page, "Causes in generated checks, most severe first", &lists.generated, SHOWN, screen)?;
    let known = match lists.nothing_new() {
        true => {
            list(page, "No new deviations; known causes, most severe first", &lists.known, SHOWN, screen)?;
            0
        }
        false => lists.known.len(),
    };
    let heading = "Deviations of the reference: the reference or the suite is wrong";
    list(page, heading, &lists.reference, if screen.verbose { usize::MAX } else { OF_REFERENCE }, screen)?;
    let counts = [(known, "known"), (lists.informational.len(), "informational")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let others: Vec<String> = counts.collect();
    if others.is_empty() || screen.verbose {
        return Ok(());
    }
    page.line(format_args!("\n{FAINT}Other causes: {}: see {}{FAINT:#}", others.join(", "), screen.everything()))
}

fn list(page: &mut Page<'_>, heading: &str, causes: &[&Cause<'_>], most: usize, screen: &Screen) -> io::Result<()> {
    if causes.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    causes.iter().take(most).try_for_each(|cause| line(page, cause))?;
    match causes.len().saturating_sub(most) {
        0 => Ok(()),
        more if screen.verbose => page.line(format_args!("  {BOLD}{more} more below{BOLD:#}")),
        more => page.line(format_args!("  {BOLD}{more} more: see {}{BOLD:#}", screen.everything())),
    }
}

/// `  breaking  X104 CreateVpc is rejected with InvalidParameterValue; 12 scenarios`.
fn line(page: &mut Page<'_>, cause: &Cause<'_>) -> io::Result<()> {
    let style = severity_style(cause.severity);
    let first = format!("  {style}{:<8}{style:#}  {} ", severity_word(cause.severity), cause.finding().kind.code());
    let text = format!("{}; {}", cause.title, places(&cause.scenarios()));
    page.wrapped(&first, "            ", PLAIN, &sanitize::line(&text))
}
