//! Scores, levels and fixes in words, for every format.

use verdict::{LevelScore, Score, Scores, ShapeScore};

use crate::model::FixFigures;
use crate::text::labels::counted;

/// The scenarios in the way of a level that are named.
const NAMED: usize = 3;

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
    let generated = scores.generated.map(|score| ("generated checks".to_owned(), score));
    expected.chain(workflows).chain(generated).filter(|(_, score)| score.applicable > 0).collect()
}

/// Whether an endpoint reaches a level, and how many scenarios stand in the way: `reaches core: no, 3 scenarios stand in
/// the way`.
pub(crate) fn level(level: &LevelScore) -> String {
    let name = &level.level;
    let not_judged = match level.not_judged {
        0 => String::new(),
        1 => ", 1 scenario was not judged".to_owned(),
        several => format!(", {several} scenarios were not judged"),
    };
    match level.reached {
        Some(true) => format!("reaches {name}: yes"),
        Some(false) => {
            let stand = if level.in_the_way.len() == 1 { "stands" } else { "stand" };
            let scenarios = counted(level.in_the_way.len(), "scenario");
            format!("reaches {name}: no, {scenarios} {stand} in the way{not_judged}")
        }
        None => format!("reaches {name}: not known{not_judged}"),
    }
}

/// The first scenarios in the way of a level, and the number of others.
pub(crate) fn in_the_way(level: &LevelScore) -> (&[String], usize) {
    let named = &level.in_the_way[..level.in_the_way.len().min(NAMED)];
    (named, level.in_the_way.len() - named.len())
}

/// `all responses of 62 of 78 actions conform`.
pub(crate) fn shape(shape: ShapeScore) -> Option<String> {
    let ShapeScore { responded, conforming } = shape;
    (responded > 0).then(|| format!("all responses of {conforming} of {} conform", counted(responded, "action")))
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
