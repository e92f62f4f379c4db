//! The table of clients in Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use record::EndpointHead;
use verdict::Judgement;

use crate::clients::{TaskResult, version_of};
use crate::compatibility::table_text as plain;
use crate::matrix::{ClientRow, MatrixDocument};
use crate::text::counted;

/// The lines of the table of an endpoint: client and version, task, what became of it. Clients that did not run are named
/// below it. `plain` keeps text from being markup.
pub(crate) fn lines(
    endpoint: &EndpointHead,
    judgements: &[&Judgement],
    plain: fn(&str) -> String,
) -> (Vec<String>, Option<String>) {
    let of_endpoint = judgements.iter().filter(|judgement| judgement.endpoint == endpoint.name);
    let results: Vec<TaskResult> = of_endpoint.filter_map(|judgement| TaskResult::of(judgement)).collect();
    let ran: BTreeSet<&str> = results.iter().filter(|one| one.text.is_some()).map(|one| one.client.as_str()).collect();
    let line = |one: &TaskResult| {
        let version = version_of(&one.client, |fact| endpoint.facts.get(fact)).unwrap_or_default();
        let text = one.text.as_deref()?;
        Some(format!("| {} {} | {} | {} |", plain(&one.client), plain(version), plain(&one.task), plain(text)))
    };
    let not_run: BTreeSet<&str> =
        results.iter().map(|one| one.client.as_str()).filter(|client| !ran.contains(client)).collect();
    let note = (!not_run.is_empty()).then(|| {
        let names = not_run.into_iter().map(plain).collect::<Vec<_>>().join(", ");
        format!("Not run here: {names}. The scenarios of the area `clients` send the same calls as such clients.")
    });
    (results.iter().filter_map(line).collect(), note)
}

/// Writes the section of an endpoint's page; nothing where no client ran.
pub(crate) fn write_clients(endpoint: &EndpointHead, judgements: &[&Judgement], out: &mut dyn Write) -> io::Result<()> {
    let (lines, note) = lines(endpoint, judgements, plain);
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Clients\n\n| client | task | on this endpoint |\n|---|---|---|")?;
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    if let Some(note) = note {
        writeln!(out, "\n{note}")?;
    }
    writeln!(out)
}

/// Writes the section of a matrix: how many tasks of each client work, then task by task.
pub(crate) fn write_matrix_clients(document: &MatrixDocument, out: &mut dyn Write) -> io::Result<()> {
    if document.clients.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = document.columns.iter().map(|column| plain(&column.heading)).collect();
    let rule = "---|".repeat(names.len());
    writeln!(out, "## Clients\n\nTasks that real clients completed, of those that they started.\n")?;
    writeln!(out, "| client | {} |\n|---|{rule}", names.join(" | "))?;
    let mut by_client: BTreeMap<&str, Vec<&ClientRow>> = BTreeMap::new();
    document.clients.iter().for_each(|row| by_client.entry(&row.client).or_default().push(row));
    for (client, rows) in &by_client {
        let cell = |at: usize| {
            let cells: Vec<_> = rows.iter().filter_map(|row| row.cells[at].as_ref()).collect();
            match cells.len() {
                0 => "\u{2013}".to_owned(),
                began => format!("{} of {began}", cells.iter().filter(|cell| cell.works).count()),
            }
        };
        let cells: Vec<String> = (0..names.len()).map(cell).collect();
        writeln!(out, "| {} | {} |", plain(client), cells.join(" | "))?;
    }
    writeln!(out, "\n<details><summary>{}</summary>\n", counted(document.clients.len(), "task"))?;
    writeln!(out, "| client | task | {} |\n|---|---|{rule}", names.join(" | "))?;
    for row in &document.clients {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| cell.as_ref().map_or("\u{2013}".to_owned(), |cell| plain(&cell.text)))
            .collect();
        writeln!(out, "| {} | {} | {} |", plain(&row.client), plain(&row.task), cells.join(" | "))?;
    }
    writeln!(out, "\n</details>\n")
}
