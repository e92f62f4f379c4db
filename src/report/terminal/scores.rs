//! Scores and levels of the target, and its API surface.

use std::io;

use verdict::Scores;

use crate::model::{Extras, Report};
use crate::terminal::page::{BOLD, FAINT, PLAIN, Page};
use crate::text::{NAMED, figures, level, sanitize, score_rows, shape, tenths};

pub(crate) fn scores(page: &mut Page<'_>, report: &Report, extras: &Extras) -> io::Result<()> {
    let target = report.target();
    if let Some(scores) = target.and_then(|target| extras.scores_of(target)) {
        of_target(page, scores)?;
    }
    for other in extras.scores.iter().filter(|one| Some(one.endpoint.as_str()) != target) {
        if other.overall.applicable > 0 {
            let text = format!("{}: {} of {}", other.endpoint, figures(other.overall), other.overall.applicable);
            page.wrapped("", "", FAINT, &sanitize::line(&text))?;
        }
    }
    let surface = extras.surface.iter().filter(|one| Some(one.endpoint.as_str()) == target);
    for set in surface.flat_map(|one| &one.sets).filter(|set| set.called > 0) {
        let text = format!("{}: {} of {} actions work, {} called", set.title, set.present, set.actions, set.called);
        page.wrapped("", "", PLAIN, &sanitize::line(&text))?;
    }
    Ok(())
}

fn of_target(page: &mut Page<'_>, scores: &Scores) -> io::Result<()> {
    let rows = score_rows(scores);
    let Some((_, first)) = rows.first() else { return Ok(()) };
    page.blank()?;
    page.line(format_args!("{BOLD}{}: {}{BOLD:#}", sanitize::line(&scores.endpoint), figures(*first)))?;
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    page.line(format_args!("{FAINT}  {:<width$}     works  identical   of{FAINT:#}", ""))?;
    for (name, score) in &rows {
        let [works, identical] = [score.works_per_mille(), score.identical_per_mille()].map(tenths);
        page.line(format_args!("  {name:<width$}  {works:>6} %  {identical:>7} %  {:>3}", score.applicable))?;
    }
    page.blank()?;
    for one in &scores.levels {
        let text = level(one, NAMED, str::to_owned, str::to_owned);
        page.wrapped("", "", PLAIN, &sanitize::line(&text))?;
    }
    match shape(scores.shape) {
        Some(shape) => page.line(format_args!("shape: {shape}")),
        None => Ok(()),
    }
}
