//! The rows of scenarios, actions and causes.

use std::collections::{BTreeMap, BTreeSet};

use record::{Location, ScenarioId, Subject};
use scenario::client_task;

use crate::clients::{TaskResult, version_of};
use crate::json::CauseEntry;
use crate::matrix::column::{Column, Seen};
use crate::matrix::format::{ActionRow, CauseRow, ClientCell, ClientRow, ScenarioCell, ScenarioRow};

/// The ids of all scenarios that were selected in any column, sorted. Fixtures and checks of the run are none.
pub(super) fn ids(columns: &[Column]) -> Vec<ScenarioId> {
    let all: BTreeSet<&Subject> = columns.iter().flat_map(|column| column.scenarios.keys()).collect();
    all.into_iter().filter_map(Subject::scenario_id).cloned().collect()
}

pub(super) fn scenarios(columns: &[Column], ids: &[ScenarioId]) -> Vec<ScenarioRow> {
    ids.iter().map(|id| scenario(columns, id)).collect()
}

fn scenario(columns: &[Column], id: &ScenarioId) -> ScenarioRow {
    let entries =
        || columns.iter().filter_map(|column| column.scenarios.get(id.as_str())).filter_map(|seen| seen.entry.as_ref());
    let cell = |seen: &Seen| ScenarioCell {
        verdict: seen.verdict,
        known: seen.entry.as_ref().is_some_and(|entry| entry.known),
        cause: seen.cause.clone(),
    };
    ScenarioRow {
        id: id.clone(),
        workflow: entries().find_map(|entry| entry.workflow),
        level: entries().find_map(|entry| entry.level),
        about: entries().next().map(|entry| entry.about.clone()).unwrap_or_default(),
        location: entries().next().map_or(Location::new("", 0), |entry| Location::new(entry.file.as_str(), entry.line)),
        cells: columns.iter().map(|column| column.scenarios.get(id.as_str()).map(cell)).collect(),
    }
}

pub(super) fn actions(columns: &[Column]) -> Vec<ActionRow> {
    let names: BTreeSet<&String> = columns.iter().flat_map(|column| column.actions.keys()).collect();
    let row = |action: &String| ActionRow {
        action: action.clone(),
        cells: columns.iter().map(|column| column.actions.get(action).copied()).collect(),
    };
    names.into_iter().map(row).collect()
}

/// The tasks of clients that ran in any column.
pub(super) fn clients(columns: &[Column], ids: &[ScenarioId]) -> Vec<ClientRow> {
    let tasks = ids.iter().filter_map(|id| Some((id, client_task(id)?)));
    let row = |(id, (client, task)): (&ScenarioId, (&str, &str))| ClientRow {
        client: client.to_owned(),
        task: task.to_owned(),
        cells: columns.iter().map(|column| client_cell(column, id)).collect(),
    };
    tasks.map(row).filter(|row| row.cells.iter().any(Option::is_some)).collect()
}

fn client_cell(column: &Column, id: &ScenarioId) -> Option<ClientCell> {
    let TaskResult { client, works, text, .. } =
        TaskResult::of_entry(column.scenarios.get(id.as_str())?.entry.as_ref()?)?;
    let version = version_of(&client, |fact| column.facts.get(fact)).map(str::to_owned);
    Some(ClientCell { version, works, text: text? })
}

/// The causes of all columns, those of most columns first; then the most severe, and those of most scenarios.
pub(super) fn causes(columns: &[Column]) -> Vec<CauseRow> {
    let mut rows: BTreeMap<&str, CauseRow> = BTreeMap::new();
    for (at, column) in columns.iter().enumerate() {
        let mut places: BTreeMap<&str, BTreeSet<&Subject>> = BTreeMap::new();
        for cause in &column.causes {
            let row = rows.entry(&cause.fingerprint).or_insert_with(|| row(cause, columns.len()));
            row.severity = row.severity.min(cause.severity);
            // A known and a new deviation of the same fingerprint are one cause here.
            places.entry(&cause.fingerprint).or_default().extend(&cause.scenarios);
        }
        for (fingerprint, scenarios) in places {
            if let Some(row) = rows.get_mut(fingerprint) {
                row.cells[at] = scenarios.len();
            }
        }
    }
    let mut rows: Vec<CauseRow> = rows.into_values().collect();
    rows.sort_by_cached_key(|row| {
        let having = row.cells.iter().filter(|count| **count > 0).count();
        let seen: usize = row.cells.iter().sum();
        (std::cmp::Reverse(having), row.severity, std::cmp::Reverse(seen), row.fingerprint.clone())
    });
    rows
}

fn row(cause: &CauseEntry, columns: usize) -> CauseRow {
    CauseRow {
        fingerprint: cause.fingerprint.clone(),
        code: cause.code.clone(),
        severity: cause.severity,
        title: cause.title.clone(),
        generated: cause.generated,
        cells: vec![0; columns],
    }
}
