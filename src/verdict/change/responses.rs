//! Changed responses, where no expectation covers the change.

use std::collections::HashMap;

use record::Subject;

use crate::change::scenario::ScenarioChange;
use crate::finding::{Finding, FindingKind, Judgement, Oracle, without_positions};

/// One change in the responses of an action: a finding of the reference oracle, with the run before as the reference.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseChange<'a> {
    /// Its first occurrence: `expected` is the value before, `actual` the value after.
    pub finding: &'a Finding,
    /// The scenarios in which it occurs.
    pub scenarios: Vec<Subject>,
}

/// The changed responses of scenarios that were compared, most frequent first; without steps in which the scenario has a new
/// finding.
pub(crate) fn responses<'a>(compared: &[(&ScenarioChange<'a>, &'a Judgement)]) -> Vec<ResponseChange<'a>> {
    let mut changes: Vec<ResponseChange<'a>> = Vec::new();
    let mut known: HashMap<(FindingKind, Option<&str>, String), usize> = HashMap::new();
    for (change, after) in compared {
        let reported = |finding: &Finding| {
            let mut findings = change.new.iter().chain(&change.changed).chain(&change.unmasked);
            findings.any(|other| other.step == finding.step)
        };
        for finding in after.findings.iter().filter(|finding| finding.kind.oracle() == Oracle::Reference) {
            if reported(finding) {
                continue;
            }
            let key = (finding.kind, finding.operation.as_deref(), without_positions(&finding.path));
            let at = *known.entry(key).or_insert_with(|| {
                changes.push(ResponseChange { finding, scenarios: Vec::new() });
                changes.len() - 1
            });
            let scenarios = &mut changes[at].scenarios;
            if scenarios.last() != Some(&change.scenario) {
                scenarios.push(change.scenario.clone());
            }
        }
    }
    changes.sort_by_key(|one| (one.finding.severity_on_platform(), std::cmp::Reverse(one.scenarios.len())));
    changes
}
