//! Scores, levels and next fixes.

use verdict::{Score, Scores};

use crate::markdown::sheet::Sheet;
use crate::markdown::text::{code, plain};
use crate::model::{Extras, FixFigures, Report};
use crate::text::{NAMED, alone, level, place, shape, tenths, together};

/// What works and what is identical, by what scenarios expect and by workflow; levels and shape.
pub(crate) fn score(sheet: &mut Sheet, scores: &Scores, rows: &[(String, Score)]) {
    if !rows.is_empty() {
        sheet.line("| scenarios | works | identical | of |\n|---|--:|--:|--:|");
        for (name, score) in rows {
            let [works, identical] = [score.works_per_mille(), score.identical_per_mille()].map(tenths);
            sheet.line(&format!("| {} | {works} % | {identical} % | {} |", plain(name), score.applicable));
        }
        sheet.line("");
    }
    for one in &scores.levels {
        sheet.line(&format!("- {}", level(one, NAMED, plain, code)));
    }
    if let Some(shape) = shape(scores.shape) {
        sheet.line(&format!("- shape: {shape}"));
    }
    sheet.line("");
}

/// The next fixes: what each gains alone, and the score with it and those before it.
pub(crate) fn fixes(sheet: &mut Sheet, report: &Report, extras: &Extras) {
    let figures = report.target().map(|target| extras.fix_figures(target)).unwrap_or_default();
    let line = |(at, figure): (usize, &FixFigures<'_>)| {
        let fix = figure.fix;
        let known = fix.known.as_ref().map(|place| format!(", {}", code(&place.to_string()))).unwrap_or_default();
        format!("{}. {}{known}: alone {}; together {}", at + 1, code(&place(fix)), alone(figure), together(figure))
    };
    let lines: Vec<String> = figures.iter().enumerate().map(line).collect();
    if !lines.is_empty() {
        sheet.line("### Next fixes: what each gains alone, and together with those above it\n");
        sheet.list(&lines, 6_000);
    }
}
