//! Answers that are not as they were, where no expectation says what they must be.

use std::collections::HashMap;

use crate::change::scenario::ScenarioChange;
use crate::finding::{Finding, FindingKind, Judgement, Oracle, without_positions};

/// One way in which the answers of an action are not as they were: a finding of the reference oracle, with the
/// run before as the reference.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerChange<'a> {
    /// Where it was seen first: `expected` is what came before, `actual` what comes now.
    pub finding: &'a Finding,
    /// The scenarios in which it was seen.
    pub scenarios: Vec<&'a str>,
}

/// The changed answers of scenarios that were compared, most frequent first. What a scenario's own findings are
/// about already is left out.
pub(crate) fn answers<'a>(compared: &[(&ScenarioChange<'a>, &'a Judgement)]) -> Vec<AnswerChange<'a>> {
    let mut changes: Vec<AnswerChange<'a>> = Vec::new();
    let mut known: HashMap<(FindingKind, Option<&str>, String), usize> = HashMap::new();
    for (change, after) in compared {
        let told = |finding: &Finding| {
            let mut findings = change.new.iter().chain(&change.otherwise).chain(&change.uncovered);
            findings.any(|other| other.step == finding.step)
        };
        for finding in after.findings.iter().filter(|finding| finding.kind.oracle() == Oracle::Reference) {
            if told(finding) {
                continue;
            }
            let key = (finding.kind, finding.operation.as_deref(), without_positions(&finding.path));
            let at = *known.entry(key).or_insert_with(|| {
                changes.push(AnswerChange { finding, scenarios: Vec::new() });
                changes.len() - 1
            });
            let scenarios = &mut changes[at].scenarios;
            if scenarios.last() != Some(&change.scenario) {
                scenarios.push(change.scenario);
            }
        }
    }
    changes.sort_by_key(|one| (one.finding.severity(), std::cmp::Reverse(one.scenarios.len())));
    changes
}
