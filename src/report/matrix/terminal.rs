//! The matrix on the screen: a line for each column, and where to read on.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::matrix::format::{ColumnEntry, MatrixDocument};
use crate::matrix::side_by_side::Matrix;
use crate::text::{counted, sanitize};

/// Writes a line for each column, the numbers of what only one or no column gets right, and the files.
///
/// # Errors
/// `out` cannot be written.
pub fn write_matrix_summary(matrix: &Matrix, written: &[PathBuf], out: &mut dyn Write) -> io::Result<()> {
    let document = &matrix.document;
    let headings = document.columns.iter().map(|column| sanitize::line(&column.heading).chars().count());
    let width = headings.max().unwrap_or_default();
    writeln!(out, "{:width$}   works  identical    of  level     actions", "")?;
    for column in &document.columns {
        let ColumnEntry { heading, score, actions_present, actions_called, cautions, .. } = column;
        writeln!(
            out,
            "{:width$}  {:>5.1} %    {:>5.1} %  {:>4}  {:<8}  {actions_present} of {actions_called}",
            sanitize::line(heading),
            score.works_percent,
            score.identical_percent,
            score.applicable,
            level(column),
        )?;
        for caution in cautions {
            writeln!(out, "{:width$}  {}", "", sanitize::line(caution))?;
        }
    }
    notable(document, out)?;
    for step in &document.steps {
        let [regressions, improvements] = [&step.regressions, &step.improvements].map(Vec::len);
        let (from, to) = (sanitize::line(&step.from), sanitize::line(&step.to));
        writeln!(
            out,
            "{from} to {to}: {}, {}",
            counted(regressions, "regression"),
            counted(improvements, "improvement")
        )?;
    }
    written.iter().try_for_each(|path| writeln!(out, "matrix  {}", sanitize::line(&path.display().to_string())))
}

fn notable(document: &MatrixDocument, out: &mut dyn Write) -> io::Result<()> {
    if document.over_time || document.columns.len() < 2 {
        return Ok(());
    }
    for one in document.only_one_fails.iter().filter(|one| !one.scenarios.is_empty()) {
        let count = counted(one.scenarios.len(), "scenario");
        writeln!(out, "wrong on {} alone: {count}", sanitize::line(&one.column))?;
    }
    let (all, unsupported) = (document.all_fail.len(), document.all_unsupported.len());
    if all > 0 {
        let lacking = if unsupported > 0 {
            format!("; for {unsupported} of them no column has the action")
        } else {
            String::new()
        };
        writeln!(out, "no column gets {} right: the suite may be wrong{lacking}", counted(all, "scenario"))?;
    }
    Ok(())
}

/// The highest level that a column reaches; `none` if it reaches none, `?` if that is not known.
pub(super) fn level(column: &ColumnEntry) -> &'static str {
    match column.levels.iter().take_while(|level| level.reached == Some(true)).last() {
        Some(level) => level.level.into(),
        None if column.levels.first().is_some_and(|level| level.reached == Some(false)) => "none",
        None => "?",
    }
}
