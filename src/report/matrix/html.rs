//! The page of a matrix: one file, like that of a report, with the findings of every cell in packs.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use record::Location;
use scenario::{Level, Workflow};
use serde::Serialize;
use verdict::{ActionSummary, FindingKind, Verdict};

use crate::html::{KindData, MATRIX_SCRIPT, MATRIX_STYLE, PAGE, Packs, escaped, inert, kind_data, policy};
use crate::matrix::format::{ClientRow, ColumnEntry, GroupRow, MatrixDocument, ScenarioCell, StepEntry};
use crate::matrix::side_by_side::Matrix;
use crate::text::{sanitize, service_name, severity_word};

/// What the page shows at once. Rows are tuples and cells letters: of 3,000 scenarios on 12 endpoints, names would be most of it.
/// The letter of what became of an action, its steps that are as AWS's, and all its steps.
type ActionData = (char, usize, usize);

#[derive(Serialize)]
struct Data<'a> {
    over_time: bool,
    tool: &'a str,
    common: usize,
    columns: Vec<ColumnData<'a>>,
    kinds: Vec<KindData>,
    workflows: &'a [GroupRow],
    areas: &'a [GroupRow],
    actions: Vec<(&'a str, Vec<Option<ActionData>>)>,
    /// Fingerprint, code, severity, title, number of scenarios by column.
    causes: Vec<(&'a str, &'a str, &'static str, &'a str, &'a [usize])>,
    scenarios: Vec<RowData<'a>>,
    clients: &'a [ClientRow],
    steps: &'a [StepEntry],
}

#[derive(Serialize)]
struct ColumnData<'a> {
    #[serde(flatten)]
    entry: &'a ColumnEntry,
    service: &'static str,
}

/// Id, workflow, level, claim, place, verdicts, causes by their numbers.
type RowData<'a> = (&'a str, Option<Workflow>, Option<Level>, &'a str, &'a Location, String, Vec<Option<usize>>);

/// Writes the matrix as one HTML page.
///
/// # Errors
/// `out` cannot be written.
pub fn write_matrix_html(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let data = data(matrix);
    for (position, piece) in PAGE.split("@@").enumerate() {
        match piece {
            text if position % 2 == 0 => out.write_all(text.as_bytes())?,
            "title" => out.write_all(escaped(&title(&matrix.document)).as_bytes())?,
            "counts" => out.write_all(escaped(&counts(&matrix.document)).as_bytes())?,
            "policy" => out.write_all(policy(&MATRIX_SCRIPT, MATRIX_STYLE).as_bytes())?,
            "style" => out.write_all(MATRIX_STYLE.as_bytes())?,
            "script" => out.write_all(MATRIX_SCRIPT.as_bytes())?,
            "data" => inert::write(out, &data)?,
            "packs" => packs(matrix, out)?,
            other => unreachable!("the tests fill every placeholder of the template, and it has no {other}"),
        }
    }
    out.flush()
}

/// Findings by row and column, and rows by cause, and the index of their keys.
fn packs(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    let mut packs = Packs::new(out);
    for (row, cells) in matrix.findings.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            if let Some(cell) = cell {
                packs.add(format!("cell-{row}-{column}"), &cell.data())?;
            }
        }
    }
    for (cause, places) in matrix.places.iter().enumerate() {
        packs.add(format!("cause-{cause}"), places)?;
    }
    let index = packs.finish()?;
    out.write_all(b"<script type=\"application/json\" id=\"pack-index\">")?;
    inert::write(out, &index)?;
    out.write_all(b"</script>")
}

fn data(matrix: &Matrix) -> Data<'_> {
    let document = &matrix.document;
    let numbers: HashMap<&str, usize> =
        document.causes.iter().enumerate().map(|(at, cause)| (cause.fingerprint.as_str(), at)).collect();
    let cause =
        |cell: &Option<ScenarioCell>| cell.as_ref()?.cause.as_ref().and_then(|one| numbers.get(one.as_str()).copied());
    let cells = matrix.findings.iter().flatten().flatten();
    let codes: BTreeSet<&str> =
        document.causes.iter().map(|cause| cause.code.as_str()).chain(cells.flat_map(|cell| cell.codes())).collect();
    Data {
        over_time: document.over_time,
        tool: &document.tool,
        common: document.common,
        columns: document
            .columns
            .iter()
            .map(|entry| ColumnData { entry, service: service_name(entry.service_kind) })
            .collect(),
        kinds: codes.into_iter().filter_map(FindingKind::of_code).map(kind_data).collect(),
        workflows: &document.workflows,
        areas: &document.areas,
        actions: document
            .actions
            .iter()
            .map(|row| {
                let cell = |cell: &Option<_>| cell.map(action_data);
                (row.action.as_str(), row.cells.iter().map(cell).collect())
            })
            .collect(),
        causes: document
            .causes
            .iter()
            .map(|row| {
                let severity = severity_word(row.severity);
                (row.fingerprint.as_str(), row.code.as_str(), severity, row.title.as_str(), row.cells.as_slice())
            })
            .collect(),
        scenarios: document
            .scenarios
            .iter()
            .map(|row| {
                (
                    row.id.as_str(),
                    row.workflow,
                    row.level,
                    row.about.as_str(),
                    &row.location,
                    row.cells.iter().map(|cell| cell.as_ref().map_or('-', letter)).collect(),
                    row.cells.iter().map(cause).collect(),
                )
            })
            .collect(),
        clients: &document.clients,
        steps: &document.steps,
    }
}

fn action_data(cell: crate::matrix::format::ActionCell) -> ActionData {
    let letter = match cell.result {
        ActionSummary::AsAws => 'a',
        ActionSummary::Deviates => 'd',
        ActionSummary::Missing => 'm',
        ActionSummary::Unclear => 'u',
    };
    (letter, cell.as_aws, cell.steps)
}

/// The letter of a verdict, a capital if all deviations are known. `cells.js` reads it.
fn letter(cell: &ScenarioCell) -> char {
    let letter = match cell.verdict {
        Verdict::Identical => 'i',
        Verdict::Works => 'w',
        Verdict::Broken => 'b',
        Verdict::Unsupported => 'u',
        Verdict::Blocked => 'k',
        Verdict::Flaky => 'f',
        Verdict::Skipped => 's',
        Verdict::Excluded => 'x',
        Verdict::Error => 'e',
        Verdict::NotRun => 'n',
    };
    if cell.known { letter.to_ascii_uppercase() } else { letter }
}

fn title(document: &MatrixDocument) -> String {
    let names: Vec<&str> = document.columns.iter().map(|column| column.heading.as_str()).collect();
    let text = match (document.over_time, document.columns.first()) {
        (true, Some(first)) => format!("{} over time: EC2 compatibility", first.name),
        _ => format!("{}: EC2 compatibility", names.join(", ")),
    };
    sanitize::line(&text).into_owned()
}

/// Shown without JavaScript.
fn counts(document: &MatrixDocument) -> String {
    let column = |column: &ColumnEntry| {
        let score = &column.score;
        format!("{}: works {:.1} %, identical {:.1} %", column.heading, score.works_percent, score.identical_percent)
    };
    let all: Vec<String> = document.columns.iter().map(column).collect();
    sanitize::line(&all.join("; ")).into_owned()
}
