//! What a cell shows when it is opened.

use serde::Serialize;

use crate::html::{FindingData, Limits, entry_data};
use crate::json::{FindingEntry, ScenarioEntry};

/// Lines and characters of a finding: the page of the run has it in full.
const EXCERPT: Limits = Limits { lines: 40, characters: 600 };

/// The findings of a scenario in a column, or why it was not judged.
#[derive(Debug)]
pub(super) struct CellFindings {
    reason: Option<String>,
    findings: Vec<FindingEntry>,
    blocked: usize,
    fixtures: Vec<String>,
}

/// The same, as the page's script reads it.
#[derive(Debug, Serialize)]
pub(super) struct CellData<'a> {
    reason: Option<&'a str>,
    findings: Vec<FindingData<'a>>,
    /// Number of blocked steps.
    blocked: usize,
    /// The fixtures that it uses and that have findings.
    fixtures: &'a [String],
}

impl CellFindings {
    /// None if there is nothing to show.
    pub(super) fn of(entry: ScenarioEntry) -> Option<Self> {
        let ScenarioEntry { reason, findings, blocked, deviating_fixtures: fixtures, .. } = entry;
        let is_empty = reason.is_none() && findings.is_empty() && fixtures.is_empty();
        (!is_empty).then_some(CellFindings { reason, findings, blocked: blocked.len(), fixtures })
    }

    pub(super) fn data(&self) -> CellData<'_> {
        CellData {
            reason: self.reason.as_deref(),
            findings: self.findings.iter().map(|finding| entry_data(finding, EXCERPT)).collect(),
            blocked: self.blocked,
            fixtures: &self.fixtures,
        }
    }

    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().map(|finding| finding.code.as_str())
    }
}
