//! Changes files of known deviations line by line, so that what people wrote is preserved.

use std::sync::Arc;

use located::Source;
use record::Location;

use crate::known::draft::{NO_REASON, NO_WIDE};
use crate::known::model::{Deviation, KnownFile};

/// How the line begins that counts missing reasons.
const MISSING: &str = "# Reasons missing:";

/// Why a file cannot be changed automatically.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The form of its entries does not allow changes line by line.
    #[error("{file}: `deviations` is not a list with a `- ` line for each entry; change the file by hand")]
    Form {
        /// The file's name, as diagnostics show it.
        file: String,
    },
    /// The changed file would not have the right entries.
    #[error("{file}: changing the entry would change others, too; change the file by hand")]
    Unsure {
        /// The file's name, as diagnostics show it.
        file: String,
    },
}

/// The text of a file with a baseline, with its first entries, as [`draft`](crate::known::draft) returns them. What has no
/// value that is the same in every run is as wide as it is for that reason.
///
/// # Errors
/// As [`added`].
pub fn baseline(file: &KnownFile, entries: &[String]) -> Result<String, EditError> {
    let narrowed = |entry: &String| entry.replace(&format!("  {NO_WIDE}"), "  wide: the values differ in every run");
    with_entries(file, &entries.iter().map(narrowed).collect::<Vec<_>>())
}

/// The file's text with entries (as [`draft`](crate::known::draft) returns them) added after the last one, and the number of
/// missing reasons in its first line. They are of no baseline.
///
/// # Errors
/// The form of the file does not allow changes line by line.
pub fn added(file: &KnownFile, entries: &[String]) -> Result<String, EditError> {
    if file.baseline.is_none() {
        return with_entries(file, entries);
    }
    let later = |entry: &String| entry.replace(&format!("  {NO_REASON}"), &format!("  baseline: false\n  {NO_REASON}"));
    with_entries(file, &entries.iter().map(later).collect::<Vec<_>>())
}

fn with_entries(file: &KnownFile, entries: &[String]) -> Result<String, EditError> {
    let mut lines: Vec<String> = file.source.text().lines().map(str::to_owned).collect();
    let (at, indent) = match file.deviations.last() {
        Some(last) => {
            let block = Block::of(file, last)?;
            (block.end, block.indent)
        }
        None => {
            let at = position_of_list(&lines).ok_or_else(|| form(file))?;
            lines[at] = "deviations:".to_owned();
            (at + 1, 2)
        }
    };
    let indented = |line: &str| if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(indent)) };
    lines.splice(at..at, entries.iter().flat_map(|entry| entry.lines()).map(indented));
    let text = lines.join("\n") + "\n";
    let changed =
        reparse(file, &text).filter(|changed| changed.deviations.len() == file.deviations.len() + entries.len());
    changed.map(|changed| counted(&changed)).ok_or_else(|| unsure(file))
}

/// The file's text, with the number of missing reasons in its first line where there are any.
fn counted(file: &KnownFile) -> String {
    let text = file.source.text();
    let rest = match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(MISSING) => rest,
        _ => text,
    };
    match file.deviations.iter().filter(|entry| entry.reason.is_none()).count() {
        0 => rest.to_owned(),
        missing => {
            let what = match file.baseline {
                Some(_) => "Until an entry has one, it covers what it matches as part of the baseline.",
                None => "An entry covers nothing until it has one.",
            };
            format!("{MISSING} {missing} of {}. {what}\n{rest}", file.deviations.len())
        }
    }
}

/// The file's text without some of its entries (by place), and without the comment lines right above each.
///
/// # Errors
/// The form of the file does not allow changes line by line.
pub fn without(file: &KnownFile, places: &[&Location]) -> Result<String, EditError> {
    let gone = |entry: &&Deviation| places.contains(&&entry.place);
    let mut lines: Vec<&str> = file.source.text().lines().collect();
    for entry in file.deviations.iter().filter(gone).rev() {
        let block = Block::of(file, entry)?;
        let blank = lines[block.end..].iter().take_while(|line| line.trim().is_empty()).count();
        lines.drain(block.start..block.end + blank);
    }
    if file.deviations.iter().all(|entry| gone(&entry)) {
        let at = lines.iter().position(|line| line.trim_end() == "deviations:").ok_or_else(|| form(file))?;
        lines[at] = "deviations: []";
    }
    let text = lines.join("\n").trim_end().to_owned() + "\n";
    let left: Vec<_> = file.deviations.iter().filter(|entry| !gone(entry)).map(content).collect();
    let changed = reparse(file, &text).filter(|changed| changed.deviations.iter().map(content).eq(left));
    let is_counted = text.starts_with(MISSING);
    let text = |changed: KnownFile| if is_counted { counted(&changed) } else { text.clone() };
    changed.map(text).ok_or_else(|| unsure(file))
}

/// The content of an entry without its place.
fn content(entry: &Deviation) -> String {
    let Deviation {
        place: _,
        span: _,
        breadth: _,
        matcher,
        reason,
        baseline,
        link,
        advice,
        since,
        fixed,
        until,
        severity,
        when,
    } = entry;
    format!("{:?}", (matcher, reason, baseline, link, advice, since, fixed, until, severity, when))
}

/// The lines of an entry, from the comments above it to its last line; counted from 0.
struct Block {
    start: usize,
    end: usize,
    /// The column of its dash.
    indent: usize,
}

impl Block {
    fn of(file: &KnownFile, entry: &Deviation) -> Result<Self, EditError> {
        let text = file.source.text();
        let before = text[..entry.span.start].trim_end_matches([' ', '\n']);
        let dash = before.strip_suffix('-').ok_or_else(|| form(file))?;
        let line = dash.matches('\n').count();
        let indent = dash.len() - dash.rfind('\n').map_or(0, |end| end + 1);
        let lines: Vec<&str> = text.lines().collect();
        if !lines[line][..indent].trim().is_empty() {
            return Err(form(file));
        }
        let comments = lines[..line].iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
        let is_of_entry = |line: &&&str| line.trim().is_empty() || line.len() - line.trim_start().len() > indent;
        let last = line + lines[line + 1..].iter().take_while(is_of_entry).count();
        let blank = lines[line + 1..=last].iter().rev().take_while(|line| line.trim().is_empty()).count();
        Ok(Block { start: line - comments, end: last + 1 - blank, indent })
    }
}

fn position_of_list(lines: &[String]) -> Option<usize> {
    lines.iter().position(|line| line.split_whitespace().collect::<String>() == "deviations:[]")
}

fn reparse(file: &KnownFile, text: &str) -> Option<KnownFile> {
    KnownFile::read(file.path.clone(), &Arc::new(Source::new(file.source.name().clone(), text))).ok()
}

fn form(file: &KnownFile) -> EditError {
    EditError::Form { file: file.source.name().to_string() }
}

fn unsure(file: &KnownFile) -> EditError {
    EditError::Unsure { file: file.source.name().to_string() }
}
