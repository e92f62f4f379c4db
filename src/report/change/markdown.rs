//! A comparison as Markdown, for the summary of a CI job.

use std::io::{self, Write};

use crate::change::comparison::{Comparison, target};
use crate::change::labels::{headline, totals};
use crate::change::outline::{Item, outline};
use crate::markdown::sheet::Sheet;
use crate::markdown::text::{code, plain};
use crate::model::{Direction, Report};
use crate::text::clock;

/// Regressions that are not collapsed.
const OPEN: usize = 5;
/// Bytes of items that are not collapsed.
const OPEN_BYTES: usize = 8_000;
/// Bytes of each collapsed section.
const FOLDED_BYTES: usize = 12_000;
/// Scenarios of an item that are named.
const NAMES: usize = 5;

/// Writes the comparison as Markdown of less than 65,000 bytes; items that do not fit are counted.
pub fn write_comparison_markdown(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new("compare.json");
    let outcome = comparison.outcome();
    let name = target(comparison.after).map_or_else(|| "(nothing)".to_owned(), |target| code(&target.name));
    sheet.line(&format!("## EC2 compatibility of {name}: changes\n"));
    sheet.line(&format!("**{}**\n", plain(&headline(comparison))));
    sheet.line(&format!("Exit {}: {}.\n", outcome.exit().code(), outcome.meaning()));
    sheet.line(&run("Before", comparison.before));
    sheet.line(&format!("{}\n", run("After", comparison.after)));
    for section in outline(comparison) {
        let lines: Vec<String> = section.items.iter().map(item).collect();
        let open = if section.direction == Direction::Regression { lines.len().min(OPEN) } else { 0 };
        if open > 0 {
            sheet.line(&format!("### {}\n", section.title));
            sheet.list(&lines[..open], OPEN_BYTES);
        }
        let title = if open > 0 { "More" } else { section.title };
        sheet.folded(title, &[], &lines[open..], FOLDED_BYTES);
    }
    sheet.line(&format!("{}.", totals(&comparison.changes)));
    out.write_all(sheet.finish().as_bytes())?;
    out.flush()
}

fn run(which: &str, report: &Report) -> String {
    let head = &report.head;
    let (name, url) = target(report).map_or(("", ""), |target| (target.name.as_str(), target.url.as_str()));
    format!(
        "- {which}: {}, {}, {}, suite {}, run {}",
        code(name),
        code(url),
        clock::rfc3339(head.at_ms),
        code(&head.suite),
        code(&head.run)
    )
}

fn item(item: &Item<'_>) -> String {
    let mut line = format!("- {}", code(&item.title));
    for detail in &item.details {
        line.push_str(&format!("; {}", code(detail)));
    }
    let names: Vec<String> = item.scenarios.iter().take(NAMES).map(|name| code(name.as_str())).collect();
    if !names.is_empty() {
        line.push_str(&format!("; in {}", names.join(", ")));
    }
    if item.scenarios.len() > names.len() {
        line.push_str(&format!(" and {} more", item.scenarios.len() - names.len()));
    }
    line
}
