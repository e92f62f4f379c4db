//! Scenarios by number.

use std::collections::HashMap;

use record::{Attempt, Subject};
use verdict::Judgement;

use crate::html::evidence::EvidenceSide;
use crate::model::Report;

/// The judgements by endpoint and scenario. The page refers to a scenario by its index here.
pub(crate) struct Rows<'a> {
    rows: Vec<&'a Judgement>,
    positions: HashMap<(&'a str, &'a Subject), usize>,
    target: Option<&'a str>,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(report: &'a Report) -> Self {
        let rows = report.in_order();
        let key = |judgement: &'a Judgement| (judgement.endpoint.as_str(), &judgement.scenario);
        let positions = rows.iter().enumerate().map(|(number, judgement)| (key(judgement), number)).collect();
        let target = report.head.endpoints.first().map(|endpoint| endpoint.name.as_str());
        Rows { rows, positions, target }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a Judgement> + Clone {
        self.rows.iter().copied()
    }

    fn position(&self, endpoint: &str, scenario: &Subject) -> Option<usize> {
        self.positions.get(&(endpoint, scenario)).copied()
    }

    /// Whether this attempt of the target is the one that counts, or the only one.
    pub(crate) fn counts(&self, scenario: &Subject, attempt: Attempt) -> bool {
        let position = self.target.and_then(|target| self.position(target, scenario));
        position.is_none_or(|position| {
            let judgement = self.rows[position];
            judgement.attempts.is_empty() || judgement.attempt == attempt
        })
    }

    /// The number of the scenario that shows evidence: a recorded reference has no scenarios of its own in the report,
    /// and is shown with the target's.
    pub(crate) fn number(&self, side: EvidenceSide, endpoint: &str, scenario: &Subject) -> Option<usize> {
        match side {
            EvidenceSide::Run => self.position(endpoint, scenario),
            EvidenceSide::RecordedReference => self.position(self.target?, scenario),
        }
    }
}
