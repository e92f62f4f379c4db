//! One column: the target of a report, by scenario.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::{ScenarioId, Subject};
use serde_json::Value;
use verdict::{ActionSummary, Verdict};

use crate::json::{CauseEntry, EndpointEntry, ReportDocument, ScenarioEntry, ScoreEntry};
use crate::matrix::error::MatrixError;
use crate::matrix::format::{ActionCell, ColumnEntry};
use crate::matrix::input::MatrixInput;
use crate::model::End;

/// The fact that has the version of an endpoint, where no file of known deviations names another.
const VERSION: &str = "version";

/// The target of a report.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) entry: ColumnEntry,
    /// Whether the command line names its heading.
    pub(super) is_named: bool,
    /// The scenarios that were selected, by id.
    pub(super) scenarios: BTreeMap<Subject, Seen>,
    pub(super) causes: Vec<CauseEntry>,
    pub(super) actions: BTreeMap<String, ActionCell>,
    /// The names of workflows, in their order.
    pub(super) workflows: Vec<String>,
    /// The facts of the endpoint.
    pub(super) facts: Value,
}

/// A scenario as a run judged it.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) verdict: Verdict,
    /// Fingerprint of the rarest of its most severe causes.
    pub(super) cause: Option<String>,
    /// Absent if the run did not begin it.
    pub(super) entry: Option<ScenarioEntry>,
}

impl Column {
    pub(super) fn of(input: MatrixInput) -> Result<Self, MatrixError> {
        let MatrixInput { report, heading, version, page } = input;
        let ReportDocument { run, mut endpoints, mut scores, mut actions, causes, scenarios, not_run, .. } = report;
        if endpoints.is_empty() {
            return Err(MatrixError::NoEndpoint { run: run.id });
        }
        let EndpointEntry { name, url, service_kind, region, api_version, facts, .. } = endpoints.swap_remove(0);
        let of_target = |endpoint: &str| endpoint == name;
        let causes: Vec<CauseEntry> =
            causes.into_iter().filter(|one| of_target(&one.endpoint) && (one.counts || one.known)).collect();
        let headlines = headlines(&causes);
        let begun = scenarios.into_iter().filter(|one| of_target(&one.endpoint)).map(|entry| {
            let shows = entry.verdict.is_judged() && entry.verdict != Verdict::Identical;
            let cause = headlines.get(&entry.id).filter(|_| shows).map(|cause| cause.fingerprint.clone());
            (entry.id.clone(), Seen { verdict: entry.verdict, cause, entry: Some(entry) })
        });
        let not_begun = not_run.into_iter().filter(|one| of_target(&one.endpoint));
        let not_begun = not_begun.map(|one| (one.id, Seen { verdict: Verdict::NotRun, cause: None, entry: None }));
        let scenarios: BTreeMap<Subject, Seen> = begun.chain(not_begun).collect();
        let scores = scores.iter().position(|one| of_target(&one.endpoint)).map(|at| scores.swap_remove(at));
        let actions = actions.iter().position(|one| of_target(&one.endpoint)).map(|at| actions.swap_remove(at));
        let actions: BTreeMap<String, ActionCell> = actions
            .into_iter()
            .flat_map(|one| one.actions)
            .map(|one| (one.action, ActionCell { result: one.result, steps: one.steps, as_aws: one.as_aws }))
            .collect();
        let present =
            actions.values().filter(|cell| matches!(cell.result, ActionSummary::AsAws | ActionSummary::Deviates));
        let workflows = scores.iter().flat_map(|scores| &scores.workflows).map(|one| one.name.clone()).collect();
        let entry = ColumnEntry {
            heading: heading.clone().unwrap_or_else(|| name.clone()),
            version: version.or_else(|| fact(&facts, VERSION)),
            name,
            service_kind,
            url,
            region,
            api_version,
            run: run.id,
            started: run.started,
            end: run.end,
            tool: run.tool,
            suite: run.suite,
            calls: run.calls,
            score: scores.as_ref().map_or_else(ScoreEntry::default, |scores| scores.overall),
            common: ScoreEntry::default(),
            levels: scores.map(|scores| scores.levels).unwrap_or_default(),
            actions_called: actions.len(),
            actions_present: present.count(),
            cautions: Vec::new(),
            page,
        };
        Ok(Column { entry, is_named: heading.is_some(), scenarios, causes, actions, workflows, facts })
    }

    /// The verdict on a scenario, if it says anything about the endpoint.
    pub(super) fn judged(&self, id: &ScenarioId) -> Option<Verdict> {
        self.scenarios.get(id.as_str()).map(|seen| seen.verdict).filter(|verdict| verdict.is_judged())
    }

    pub(super) fn is_complete(&self) -> bool {
        self.entry.end == End::Complete
    }
}

/// By scenario: the rarest of its most severe causes, as the list of scenarios of a report has it.
fn headlines(causes: &[CauseEntry]) -> HashMap<&Subject, &CauseEntry> {
    let mut order: Vec<&CauseEntry> = causes.iter().collect();
    order.sort_by_key(|cause| (cause.severity, cause.scenarios.len()));
    let mut headlines = HashMap::new();
    for cause in order {
        for scenario in &cause.scenarios {
            headlines.entry(scenario).or_insert(cause);
        }
    }
    headlines
}

fn fact(facts: &Value, name: &str) -> Option<String> {
    match facts.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Gives each column a heading of its own: by the first of name, name and version, name and date, and so on by which all
/// differ. Headings of the command line stay.
pub(super) fn headings(columns: &mut [Column], over_time: bool) -> Result<(), MatrixError> {
    let date = |entry: &ColumnEntry| entry.started.split('T').next().unwrap_or_default().to_owned();
    let version = |entry: &ColumnEntry| entry.version.clone().unwrap_or_default();
    let before = |entry: &ColumnEntry, text: String| format!("{} {text}", entry.name).trim_end().to_owned();
    type Name<'a> = Box<dyn Fn(&ColumnEntry) -> String + 'a>;
    let ways: Vec<Name<'_>> = if over_time {
        vec![
            Box::new(version),
            Box::new(date),
            Box::new(|entry| entry.started.clone()),
            Box::new(|entry| format!("{} {}", entry.started, entry.run)),
        ]
    } else {
        vec![
            Box::new(|entry| entry.name.clone()),
            Box::new(|entry| before(entry, version(entry))),
            Box::new(|entry| before(entry, date(entry))),
            Box::new(|entry| before(entry, entry.started.clone())),
            Box::new(|entry| before(entry, entry.run.clone())),
        ]
    };
    for way in ways {
        let heading = |column: &Column| if column.is_named { column.entry.heading.clone() } else { way(&column.entry) };
        let all: Vec<String> = columns.iter().map(heading).collect();
        let different: BTreeSet<&str> = all.iter().map(String::as_str).collect();
        if different.len() == columns.len() && !different.contains("") {
            columns.iter_mut().zip(all).for_each(|(column, heading)| column.entry.heading = heading);
            return Ok(());
        }
    }
    let mut known = BTreeSet::new();
    let again = columns.iter().find(|column| !known.insert((column.is_named, heading_or_run(column))));
    Err(MatrixError::Twice { column: again.map_or_else(String::new, |column| heading_or_run(column).to_owned()) })
}

fn heading_or_run(column: &Column) -> &str {
    if column.is_named { &column.entry.heading } else { &column.entry.run }
}
