//! The next fixes: what each gains, a line each.

use std::io;

use crate::model::{Extras, Report};
use crate::terminal::page::{FAINT, PLAIN, Page};
use crate::text::{alone, place, sanitize, together};

pub(crate) fn fixes(page: &mut Page<'_>, report: &Report, extras: &Extras) -> io::Result<()> {
    let figures = report.target().map(|target| extras.fix_figures(target)).unwrap_or_default();
    if figures.is_empty() {
        return Ok(());
    }
    page.heading("Next fixes: what each gains alone, and together with those above it")?;
    for (at, figure) in figures.iter().enumerate() {
        let fix = figure.fix;
        page.wrapped(&format!("{:>3}. ", at + 1), "     ", PLAIN, &sanitize::line(&place(fix)))?;
        let known = fix.known.as_ref().map(|place| format!("; {place}")).unwrap_or_default();
        let text = format!("alone {}; together {}{known}", alone(figure), together(figure));
        page.wrapped("     ", "     ", FAINT, &sanitize::line(&text))?;
    }
    Ok(())
}
