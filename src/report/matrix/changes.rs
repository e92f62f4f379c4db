//! What changed from each run to the next.

use verdict::Verdict;

use crate::matrix::format::{CauseRow, ScenarioRow, StepEntry};

/// The changes from each column to the next.
pub(super) fn steps(headings: &[String], rows: &[ScenarioRow], causes: &[CauseRow]) -> Vec<StepEntry> {
    (1..headings.len()).map(|later| step(headings, rows, causes, later)).collect()
}

fn step(headings: &[String], rows: &[ScenarioRow], causes: &[CauseRow], later: usize) -> StepEntry {
    let earlier = later - 1;
    let (from, to) = (headings[earlier].clone(), headings[later].clone());
    let mut step = StepEntry { from, to, ..StepEntry::default() };
    for row in rows {
        let judged = |at: usize| row.cells[at].as_ref().map(|cell| cell.verdict).filter(|verdict| verdict.is_judged());
        let list = match (judged(earlier), judged(later)) {
            (Some(_), None) => {
                step.judged_before += 1;
                continue;
            }
            (None, Some(_)) => {
                step.judged_after += 1;
                continue;
            }
            (Some(before), Some(after)) => match (before.works(), after.works()) {
                (true, false) => &mut step.regressions,
                (false, true) => &mut step.improvements,
                (true, true) if before == Verdict::Identical && after != before => &mut step.identical_before,
                (true, true) if after == Verdict::Identical && after != before => &mut step.identical_after,
                _ => continue,
            },
            (None, None) => continue,
        };
        list.push(row.id.clone());
    }
    let seen = |is: fn(usize, usize) -> bool| {
        let causes = causes.iter().filter(move |cause| is(cause.cells[earlier], cause.cells[later]));
        causes.map(|cause| cause.fingerprint.clone()).collect()
    };
    step.causes_new = seen(|before, after| before == 0 && after > 0);
    step.causes_gone = seen(|before, after| before > 0 && after == 0);
    step
}
