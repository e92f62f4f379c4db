//! The sections of the summary, in order.

use std::io::{self, Write};

use crate::model::{Extras, Report};
use crate::terminal::page::Page;
use crate::terminal::screen::Screen;
use crate::terminal::{areas, closing, findings, heading, scores};

/// Writes the summary with ANSI styles: pass an `anstream` stream, or one that strips them. The end stays on the
/// screen, so problems of the run and totals come last.
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
    closing::problems(page, &report.problems(), screen)?;
    closing::closing(page, report, screen)
}
