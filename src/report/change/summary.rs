//! The summary of a comparison that a report of the later run shows.

use record::{Attempt, ScenarioKey, Subject};
use verdict::change::ChangeKind;

use crate::change::comparison::{Comparison, target};
use crate::change::labels::headline;
use crate::change::outline::{Item, Section, outline};
use crate::model::{ChangeLine, ChangeSummary};
use crate::text::clock;

impl Comparison<'_> {
    /// What changed since the earlier run, for a report of the later one.
    pub fn summary(&self) -> ChangeSummary {
        let before = &self.before.head;
        ChangeSummary {
            since: format!("run {} of {}", before.run, clock::rfc3339(before.at_ms)),
            headline: headline(self),
            regressions: self.changes.count(ChangeKind::Regression),
            improvements: self.changes.count(ChangeKind::Improvement),
            lines: outline(self).iter().flat_map(|section| self.lines(section)).collect(),
        }
    }

    /// A line for each item of a section, with the first of its scenarios.
    fn lines(&self, section: &Section<'_>) -> Vec<ChangeLine> {
        let endpoint = target(self.after).map(|target| target.name.clone()).unwrap_or_default();
        let key = |scenario: &Subject| ScenarioKey {
            endpoint: endpoint.clone(),
            scenario: scenario.clone(),
            attempt: Attempt::FIRST,
        };
        let line = |item: &Item<'_>| ChangeLine {
            direction: section.direction,
            text: match item.scenarios.len() {
                0 | 1 => item.title.clone(),
                several => format!("{} (in {several} scenarios)", item.title),
            },
            scenario: item.scenarios.first().map(key),
        };
        section.items.iter().map(line).collect()
    }
}
