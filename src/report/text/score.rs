//! Scores, levels and fixes in words, for every format.

use verdict::{Fix, LevelScore, Score, Scores, ShapeScore};

use crate::model::FixFigures;
use crate::text::labels::counted;

/// The scenarios in the way of a level that short formats name.
pub(crate) const NAMED: usize = 3;

/// `works 48.3 %, identical 26.1 %`: always together.
pub(crate) fn figures(score: Score) -> String {
    format!("works {} %, identical {} %", tenths(score.works_per_mille()), tenths(score.identical_per_mille()))
}

/// Tenths of a percent as `48.3`; 0.0 if nothing is applicable.
pub(crate) fn tenths(per_mille: Option<usize>) -> String {
    let per_mille = per_mille.unwrap_or_default();
    format!("{}.{}", per_mille / 10, per_mille % 10)
}

/// The table of scores: all scenarios, those by what they expect, and by workflow; without parts of which nothing is
/// applicable.
pub(crate) fn score_rows(scores: &Scores) -> Vec<(String, Score)> {
    let expected = [
        ("all scenarios", scores.overall),
        ("that must succeed", scores.succeed),
        ("that must be refused", scores.refused),
    ];
    let expected = expected.into_iter().map(|(name, score)| (name.to_owned(), score));
    let workflows = scores.workflows.iter().map(|one| (one.name.clone(), one.score));
    let generated = scores.generated.map(|score| ("generated checks, by action".to_owned(), score));
    let clients = scores.clients.map(|score| ("clients, by task".to_owned(), score));
    expected.chain(workflows).chain(clients).chain(generated).filter(|(_, score)| score.applicable > 0).collect()
}

/// Whether an endpoint reaches a level, and what stands in the way: `reaches core: no, 4 scenarios stand in the way: a/b, a/c,
/// a/d and 1 more; 2 scenarios were not judged`. `level` and `id` write names in the format; at most `most` ids are named.
pub(crate) fn level(
    score: &LevelScore,
    most: usize,
    level: impl Fn(&str) -> String,
    id: impl Fn(&str) -> String,
) -> String {
    let LevelScore { in_the_way, not_judged, reached, .. } = score;
    let mut text = format!("reaches {}: ", level(score.level.into()));
    text.push_str(match reached {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    });
    if !in_the_way.is_empty() {
        let stand = if in_the_way.len() == 1 { "stands" } else { "stand" };
        text.push_str(&format!(", {} {stand} in the way", counted(in_the_way.len(), "scenario")));
        let named: Vec<String> = in_the_way.iter().take(most).map(|name| id(name.as_str())).collect();
        if !named.is_empty() {
            text.push_str(&format!(": {}", named.join(", ")));
            let others = in_the_way.len() - named.len();
            text.push_str(&if others > 0 { format!(" and {others} more") } else { String::new() });
        }
    }
    if *not_judged > 0 {
        let joint = if in_the_way.is_empty() { "," } else { ";" };
        let were = if *not_judged == 1 { "was" } else { "were" };
        text.push_str(&format!("{joint} {} {were} not judged", counted(*not_judged, "scenario")));
    }
    text
}

/// `all responses of 62 of 78 actions conform`.
pub(crate) fn shape(shape: ShapeScore) -> Option<String> {
    let ShapeScore { responded, conforming } = shape;
    (responded > 0).then(|| format!("all responses of {conforming} of {responded} actions conform"))
}

/// What is to be mended: the first cause, and the number of others.
pub(crate) fn place(fix: &Fix) -> String {
    match fix.causes.len() {
        0 | 1 => fix.title.clone(),
        several => format!("{}, and {}", fix.title, counted(several - 1, "more cause")),
    }
}

/// What a fix gains by itself, in percentage points: `works +1.7, identical +0.9`.
pub(crate) fn alone(figures: &FixFigures<'_>) -> String {
    let FixFigures { now, alone, .. } = figures;
    let gained =
        |now: Option<usize>, then: Option<usize>| tenths(then.zip(now).map(|(then, now)| then.saturating_sub(now)));
    format!(
        "works +{}, identical +{}",
        gained(now.works_per_mille(), alone.works_per_mille()),
        gained(now.identical_per_mille(), alone.identical_per_mille())
    )
}

/// The score now and once a fix and all before it are made: `works 48.3 → 52.1 %, identical 26.1 → 31.0 %`.
pub(crate) fn together(figures: &FixFigures<'_>) -> String {
    let FixFigures { now, together, .. } = figures;
    format!(
        "works {} \u{2192} {} %, identical {} \u{2192} {} %",
        tenths(now.works_per_mille()),
        tenths(together.works_per_mille()),
        tenths(now.identical_per_mille()),
        tenths(together.identical_per_mille())
    )
}
