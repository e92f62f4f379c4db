//! From reports to a matrix.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::ScenarioId;
use verdict::{Score, Verdict};

use crate::json::ScoreEntry;
use crate::matrix::changes::steps;
use crate::matrix::column::{Column, headings};
use crate::matrix::details::CellFindings;
use crate::matrix::error::MatrixError;
use crate::matrix::format::{CauseRow, FORMAT, MatrixDocument, ScenarioRow};
use crate::matrix::groups::{areas, common, counted, ranking, score, workflows};
use crate::matrix::input::MatrixInput;
use crate::matrix::notable::{Pattern, only_one_fails, with_pattern};
use crate::matrix::rows;
use crate::matrix::side_by_side::{Matrix, MatrixKind};
use crate::model::End;
use crate::text::counted as number;

impl Matrix {
    /// Puts reports side by side.
    ///
    /// # Errors
    /// There are none, one has no endpoint, two are the same, or they are not of one endpoint and `kind` wants that.
    pub fn of(inputs: impl IntoIterator<Item = MatrixInput>, kind: MatrixKind) -> Result<Self, MatrixError> {
        assemble(inputs, kind)
    }
}

fn assemble(inputs: impl IntoIterator<Item = MatrixInput>, kind: MatrixKind) -> Result<Matrix, MatrixError> {
    let mut columns: Vec<Column> = inputs.into_iter().map(Column::of).collect::<Result<_, _>>()?;
    if columns.is_empty() {
        return Err(MatrixError::Nothing);
    }
    let over_time = kind == MatrixKind::OverTime;
    if over_time {
        one_endpoint(&columns)?;
        columns.sort_by(|one, other| one.entry.started.cmp(&other.entry.started));
    }
    headings(&mut columns, over_time)?;
    let ids = rows::ids(&columns);
    let shared = common(&columns, &ids);
    let scores: Vec<Score> = columns.iter().map(|column| score(column, counted(shared.iter().copied()))).collect();
    columns.iter_mut().zip(&scores).for_each(|(column, score)| column.entry.common = ScoreEntry::from(*score));
    if !over_time {
        columns = best_first(columns, &scores);
    }
    cautions(&mut columns, &ids);
    let scenarios = rows::scenarios(&columns, &ids);
    let causes = rows::causes(&columns);
    let headings: Vec<String> = columns.iter().map(|column| column.entry.heading.clone()).collect();
    let document = MatrixDocument {
        format: FORMAT,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        over_time,
        common: scores.iter().map(|score| score.applicable).max().unwrap_or_default(),
        workflows: workflows(&columns, &scenarios, &shared),
        areas: areas(&columns, &scenarios, &shared),
        actions: rows::actions(&columns),
        clients: rows::clients(&columns, &ids),
        only_one_fails: only_one_fails(&headings, &scenarios),
        all_fail: with_pattern(&scenarios, &[Pattern::AllFail, Pattern::AllUnsupported]),
        all_unsupported: with_pattern(&scenarios, &[Pattern::AllUnsupported]),
        steps: if over_time { steps(&headings, &scenarios, &causes) } else { Vec::new() },
        columns: columns.iter().map(|column| column.entry.clone()).collect(),
        scenarios,
        causes,
    };
    let places = places(&columns, &document.causes, &document.scenarios);
    let findings = findings(columns, &document.scenarios);
    Ok(Matrix { document, findings, places })
}

fn one_endpoint(columns: &[Column]) -> Result<(), MatrixError> {
    let names: BTreeSet<&str> = columns.iter().map(|column| column.entry.name.as_str()).collect();
    match names.len() {
        1 => Ok(()),
        _ => Err(MatrixError::SeveralEndpoints { names: names.into_iter().collect::<Vec<_>>().join(", ") }),
    }
}

/// The columns by their scores over common scenarios; those that judged none of them last.
fn best_first(columns: Vec<Column>, scores: &[Score]) -> Vec<Column> {
    let ranking = ranking(scores);
    let rank = |at: usize| ranking.iter().position(|one| *one == at).unwrap_or(usize::MAX);
    let mut order: Vec<(usize, Column)> = columns.into_iter().enumerate().collect();
    order.sort_by_key(|(at, _)| rank(*at));
    order.into_iter().map(|(_, column)| column).collect()
}

/// What makes a column hard to compare with the others.
fn cautions(columns: &mut [Column], ids: &[ScenarioId]) {
    let mut suites: BTreeMap<&str, usize> = BTreeMap::new();
    columns.iter().for_each(|column| *suites.entry(&column.entry.suite).or_default() += 1);
    // The suite of most columns; of several such, the first column's.
    let most = suites.values().copied().max().unwrap_or_default();
    let usual = columns.iter().map(|column| &column.entry.suite).find(|suite| suites[suite.as_str()] == most).cloned();
    let elsewhere = |at: usize, id: &ScenarioId, columns: &[Column]| {
        columns.iter().enumerate().any(|(other, column)| other != at && column.judged(id).is_some())
    };
    let not_judged = |at: usize, columns: &[Column]| {
        ids.iter().filter(|id| columns[at].judged(id).is_none() && elsewhere(at, id, columns)).count()
    };
    let missing: Vec<usize> = (0..columns.len()).map(|at| not_judged(at, columns)).collect();
    for (column, missing) in columns.iter_mut().zip(missing) {
        let mut cautions = Vec::new();
        match column.entry.end {
            End::Complete => {}
            End::Interrupted => cautions.push("The run was interrupted.".to_owned()),
            End::CutShort => cautions.push("The run is not complete: it was killed, or is still running.".to_owned()),
        }
        if let Some(usual) = usual.as_ref().filter(|usual| **usual != column.entry.suite) {
            cautions.push(format!("Its suite is {}, that of others {usual}.", column.entry.suite));
        }
        let flaky = column.scenarios.values().filter(|seen| seen.verdict == Verdict::Flaky).count();
        if flaky > 0 {
            cautions.push(format!("{} flaky: attempts came out differently.", number(flaky, "scenario")));
        }
        if missing > 0 {
            cautions.push(format!("It did not judge {} that others judged.", number(missing, "scenario")));
        }
        column.entry.cautions = cautions;
    }
}

/// By cause and column: the positions of rows with it.
fn places(columns: &[Column], causes: &[CauseRow], rows: &[ScenarioRow]) -> Vec<Vec<Vec<usize>>> {
    let numbers: HashMap<&str, usize> = rows.iter().enumerate().map(|(at, row)| (row.id.as_str(), at)).collect();
    let of_cause: HashMap<&str, usize> =
        causes.iter().enumerate().map(|(at, cause)| (cause.fingerprint.as_str(), at)).collect();
    let mut places = vec![vec![BTreeSet::new(); columns.len()]; causes.len()];
    for (at, column) in columns.iter().enumerate() {
        for cause in &column.causes {
            let Some(number) = of_cause.get(cause.fingerprint.as_str()) else { continue };
            places[*number][at].extend(cause.scenarios.iter().filter_map(|id| numbers.get(id.as_str()).copied()));
        }
    }
    places.into_iter().map(|cells| cells.into_iter().map(|rows| rows.into_iter().collect()).collect()).collect()
}

/// Moves the findings out of the columns.
fn findings(mut columns: Vec<Column>, rows: &[ScenarioRow]) -> Vec<Vec<Option<CellFindings>>> {
    let cell = |column: &mut Column, id: &ScenarioId| {
        let entry = column.scenarios.remove(id.as_str())?.entry?;
        CellFindings::of(entry)
    };
    rows.iter().map(|row| columns.iter_mut().map(|column| cell(column, &row.id)).collect()).collect()
}
