//! The sections of the summary, in order.

use std::io::{self, Write};

use crate::model::{CauseLists, Extras, Report, ReportCauses};
use crate::terminal::page::Page;
use crate::terminal::screen::Screen;
use crate::terminal::{areas, causes, closing, findings, fixes, heading, scores};

/// Writes the summary with ANSI styles: pass an `anstream` stream, or one that strips them. The score and the causes come
/// first, findings in full with `verbose` alone. The end stays on the screen, so problems of the run and totals come last.
pub fn write_summary(report: &Report, extras: &Extras, screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let page = &mut Page::new(out, screen.width);
    heading::heading(page, report)?;
    scores::scores(page, report, extras)?;
    let causes_of_report = ReportCauses::of(report, extras);
    let lists = CauseLists::of(report, &causes_of_report);
    causes::causes(page, &lists, screen)?;
    fixes::fixes(page, report, extras)?;
    if screen.verbose {
        closing::scenarios(page, report)?;
        findings::findings(page, report, &lists)?;
    }
    findings::flaky(page, report, screen)?;
    findings::errors(page, report, screen)?;
    closing::skipped(page, report, screen)?;
    areas::areas(page, report)?;
    closing::problems(page, &report.problems(), screen)?;
    closing::closing(page, report, extras, screen)
}
