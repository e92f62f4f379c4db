//! What only one column gets wrong, and what all get wrong.

use record::ScenarioId;
use verdict::Verdict;

use crate::matrix::format::{Failing, ScenarioRow};

/// How the columns that judged a scenario agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    /// It works in every column but this one.
    OnlyOneFails(usize),
    /// It works in none; nor has any an action that it needs.
    AllUnsupported,
    /// It works in none.
    AllFail,
    /// Anything else, or fewer than two columns judged it.
    Mixed,
}

impl Pattern {
    pub(super) fn of(row: &ScenarioRow) -> Self {
        let verdicts = row.cells.iter().map(|cell| cell.as_ref().map(|cell| cell.verdict));
        let judged =
            verdicts.enumerate().filter_map(|(at, verdict)| Some((at, verdict.filter(|one| one.is_judged())?)));
        let judged: Vec<(usize, Verdict)> = judged.collect();
        let failing: Vec<usize> = judged.iter().filter(|(_, verdict)| !verdict.works()).map(|(at, _)| *at).collect();
        match failing[..] {
            _ if judged.len() < 2 => Pattern::Mixed,
            [one] => Pattern::OnlyOneFails(one),
            _ if failing.len() < judged.len() => Pattern::Mixed,
            _ if judged.iter().all(|(_, verdict)| *verdict == Verdict::Unsupported) => Pattern::AllUnsupported,
            _ => Pattern::AllFail,
        }
    }
}

/// What only one column gets wrong, by column.
pub(super) fn only_one_fails(headings: &[String], rows: &[ScenarioRow]) -> Vec<Failing> {
    let failing = |(at, column): (usize, &String)| {
        let alone = rows.iter().filter(|row| Pattern::of(row) == Pattern::OnlyOneFails(at));
        Failing { column: column.clone(), scenarios: alone.map(|row| row.id.clone()).collect() }
    };
    headings.iter().enumerate().map(failing).collect()
}

/// The ids of scenarios of one of these patterns.
pub(super) fn with_pattern(rows: &[ScenarioRow], patterns: &[Pattern]) -> Vec<ScenarioId> {
    rows.iter().filter(|row| patterns.contains(&Pattern::of(row))).map(|row| row.id.clone()).collect()
}
