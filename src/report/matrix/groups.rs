//! Scores of workflows, areas and columns, by the arithmetic of every score.

use std::collections::{BTreeMap, BTreeSet};

use record::ScenarioId;
use scenario::{client_task, is_generated};
use verdict::{Score, Verdict, Weight};

use crate::json::ScoreEntry;
use crate::matrix::column::Column;
use crate::matrix::format::{GroupRow, GroupScores, ScenarioRow};

/// The scenarios that every column judged. Columns of interrupted runs judged what they judged, unless all are.
pub(super) fn common<'a>(columns: &[Column], ids: &'a [ScenarioId]) -> BTreeSet<&'a ScenarioId> {
    let all_interrupted = !columns.iter().any(Column::is_complete);
    let counts = |column: &&Column| column.is_complete() || all_interrupted;
    let by_every = |id: &&ScenarioId| columns.iter().filter(counts).all(|column| column.judged(id).is_some());
    ids.iter().filter(by_every).collect()
}

/// The score of a column over these scenarios. Those that it did not judge are not applicable.
pub(super) fn score<'a>(column: &Column, ids: impl Iterator<Item = &'a ScenarioId>) -> Score {
    let mut scenarios: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for id in ids {
        // Generated checks are about the actions that an endpoint has.
        let is_about = |verdict: &Verdict| !is_generated(id) || *verdict != Verdict::Unsupported;
        let Some(verdict) = column.judged(id).filter(is_about) else { continue };
        let [works, identical, judged] = scenarios.entry(id.without_case()).or_default();
        *works += usize::from(verdict.works());
        *identical += usize::from(verdict == Verdict::Identical);
        *judged += 1;
    }
    let of_one = |[works, identical, judged]: &[usize; 3]| Score {
        works: Weight::share(*works, *judged),
        identical: Weight::share(*identical, *judged),
        applicable: 1,
        not_applicable: 0,
    };
    scenarios.values().map(of_one).fold(Score::default(), |sum, score| sum + score)
}

/// The ids of scenarios, without generated checks and clients' tasks: what overall scores are of.
pub(super) fn counted<'a>(ids: impl Iterator<Item = &'a ScenarioId>) -> impl Iterator<Item = &'a ScenarioId> {
    ids.filter(|id| !is_generated(id) && client_task(id).is_none())
}

/// The workflows, in the order in which the reports have them.
pub(super) fn workflows(columns: &[Column], rows: &[ScenarioRow], common: &BTreeSet<&ScenarioId>) -> Vec<GroupRow> {
    let mut names: Vec<&str> = Vec::new();
    let in_reports = columns.iter().flat_map(|column| &column.workflows).map(String::as_str);
    for name in in_reports.chain(rows.iter().filter_map(|row| row.workflow.map(<&str>::from))) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let row = |name: &&str| {
        group(columns, name, rows.iter().filter(|row| row.workflow.map(<&str>::from) == Some(*name)), common)
    };
    names.iter().map(row).filter(|row| row.cells.iter().any(|cell| cell.own.applicable > 0)).collect()
}

/// The areas, sorted by name.
pub(super) fn areas(columns: &[Column], rows: &[ScenarioRow], common: &BTreeSet<&ScenarioId>) -> Vec<GroupRow> {
    let names: BTreeSet<&str> = rows.iter().map(|row| row.id.area()).collect();
    names.iter().map(|name| group(columns, name, rows.iter().filter(|row| row.id.area() == *name), common)).collect()
}

fn group<'a>(
    columns: &[Column],
    name: &str,
    rows: impl Iterator<Item = &'a ScenarioRow>,
    common: &BTreeSet<&ScenarioId>,
) -> GroupRow {
    let ids: Vec<&ScenarioId> = rows.map(|row| &row.id).collect();
    let shared: Vec<&ScenarioId> = ids.iter().copied().filter(|id| common.contains(id)).collect();
    let of_shared: Vec<Score> = columns.iter().map(|column| score(column, shared.iter().copied())).collect();
    let ranking = ranking(&of_shared);
    let ahead = match ranking[..] {
        [first, second, ..] => Some(points(&of_shared[first]) - points(&of_shared[second])),
        _ => None,
    };
    let cell = |(column, common): (&Column, &Score)| GroupScores {
        own: ScoreEntry::from(score(column, ids.iter().copied())),
        common: ScoreEntry::from(*common),
    };
    GroupRow {
        name: name.to_owned(),
        cells: columns.iter().zip(&of_shared).map(cell).collect(),
        ranking,
        ahead: ahead.map(|tenths| tenths as f64 / 10.0),
    }
}

/// Tenths of a percent that work.
fn points(score: &Score) -> usize {
    score.works_per_mille().unwrap_or_default()
}

/// The positions of scores with something applicable, best first: by what works, then by what is identical, then by
/// position.
pub(super) fn ranking(scores: &[Score]) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..scores.len()).filter(|at| scores[*at].applicable > 0).collect();
    positions.sort_by_key(|at| {
        let score = &scores[*at];
        std::cmp::Reverse((score.works_per_mille(), score.identical_per_mille()))
    });
    positions
}
