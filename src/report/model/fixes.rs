//! The next fixes of an endpoint, with the scores that they lead to.

use verdict::{Fix, Gain, Score, Scores};

use crate::model::extras::Extras;

/// A fix, and the scores before and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FixFigures<'a> {
    pub(crate) fix: &'a Fix,
    /// The score of the run.
    pub(crate) now: Score,
    /// The score once this fix alone is made.
    pub(crate) alone: Score,
    /// The score once this fix and all before it are made.
    pub(crate) together: Score,
}

impl<'a> FixFigures<'a> {
    /// The figures of the fixes of an endpoint with these scores; none where nothing is applicable.
    pub(crate) fn of(scores: &Scores, fixes: &'a [Fix]) -> Vec<Self> {
        let now = scores.overall;
        let fixes = fixes.iter().filter(|_| now.applicable > 0);
        fixes
            .map(|fix| FixFigures { fix, now, alone: after(now, fix.alone), together: after(now, fix.together) })
            .collect()
    }
}

impl Extras {
    /// The fixes of an endpoint, in order.
    pub(crate) fn fix_figures(&self, endpoint: &str) -> Vec<FixFigures<'_>> {
        let fixes = self.fixes.iter().find(|one| one.endpoint == endpoint);
        let scores = self.scores_of(endpoint).zip(fixes);
        scores.map(|(scores, fixes)| FixFigures::of(scores, &fixes.fixes)).unwrap_or_default()
    }
}

/// What a score becomes by a gain.
fn after(now: Score, gain: Gain) -> Score {
    Score { works: now.works + gain.works, identical: now.identical + gain.identical, ..now }
}
