//! A comparison as what a report shows on top: what changed since an earlier run.

use record::ScenarioKey;
use verdict::change::Change as ChangeKind;

use crate::change::comparison::{Comparison, target};
use crate::change::headline::headline;
use crate::change::outline::{Section, tale};
use crate::model::{Change, ChangeLine};
use crate::text::clock;

impl Comparison<'_> {
    /// What changed since the earlier run, for a report of the later one.
    pub fn as_change(&self) -> Change {
        let before = &self.before.head;
        Change {
            since: format!("the run {} of {}", before.run, clock::rfc3339(before.at_ms)),
            headline: headline(self),
            worse: self.changes.count(ChangeKind::Worse),
            better: self.changes.count(ChangeKind::Better),
            lines: tale(self).iter().flat_map(|section| self.lines(section)).collect(),
        }
    }

    /// A line for each thing of a section; one that is about several scenarios names the first of them.
    fn lines(&self, section: &Section<'_>) -> Vec<ChangeLine> {
        let endpoint = target(self.after).map(|target| target.name.clone()).unwrap_or_default();
        let key = |scenario: &&str| ScenarioKey { endpoint: endpoint.clone(), scenario: (*scenario).to_owned() };
        let line = |item: &crate::change::outline::Item<'_>| ChangeLine {
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
