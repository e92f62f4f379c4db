//! Scores of the endpoints, and the target's API surface.

use std::io;

use verdict::Score;

use crate::model::{Extras, Report};
use crate::terminal::page::{BOLD, PLAIN, Page};
use crate::text::{figures, sanitize};

pub(crate) fn scores(page: &mut Page<'_>, report: &Report, extras: &Extras) -> io::Result<()> {
    let scores = extras.scores.iter().flat_map(|scores| {
        let generated = scores.generated.map(|score| (&scores.endpoint, score, "generated checks"));
        [(&scores.endpoint, scores.overall, "scenarios")].into_iter().chain(generated)
    });
    let scores: Vec<(&String, Score, &str)> = scores.filter(|(_, score, _)| score.applicable > 0).collect();
    if !scores.is_empty() {
        page.heading("Score")?;
    }
    for (endpoint, score, noun) in scores {
        let Score { works, identical, applicable, .. } = score;
        let text =
            format!("{endpoint}: of {applicable} applicable {noun} {works} work, {identical} of them identical to AWS");
        page.line(format_args!("{BOLD}{}{BOLD:#}", figures(score)))?;
        page.wrapped("  ", "  ", PLAIN, &sanitize::line(&text))?;
    }
    let target = report.head.endpoints.first().map(|target| target.name.as_str());
    let surface = extras.surface.iter().filter(|one| Some(one.endpoint.as_str()) == target);
    for set in surface.flat_map(|one| &one.sets).filter(|set| set.called > 0) {
        let text = format!("{}: {} of {} actions work, {} called", set.title, set.present, set.actions, set.called);
        page.wrapped("", "", PLAIN, &sanitize::line(&text))?;
    }
    Ok(())
}
