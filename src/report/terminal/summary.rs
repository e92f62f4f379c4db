//! The parts of the summary, in order.

use std::io::{self, Write};

use crate::model::{Extras, Report};
use crate::terminal::page::Page;
use crate::terminal::screen::Screen;
use crate::terminal::{areas, closing, findings, heading, scores};

/// Writes the summary, with ANSI styles: give it an `anstream` stream, or one that takes them out.
/// The end is what stays on a screen, so totals and what is wrong with the run come last.
pub fn write_summary(report: &Report, extras: &Extras, screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, screen.width);
    heading::heading(page, report)?;
    if screen.verbose && report.counts().total() > 0 {
        closing::scenarios(page, report)?;
    }
    findings::findings(page, report, screen)?;
    findings::errors(page, report, screen)?;
    closing::skipped(page, report, screen)?;
    areas::areas(page, report)?;
    scores::scores(page, report, extras)?;
    closing::troubles(page, &report.troubles(), screen)?;
    closing::closing(page, report, screen)
}
