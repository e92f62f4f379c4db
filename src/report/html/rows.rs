//! The scenarios in the order of the report, and where each of them stands.

use std::collections::HashMap;

use verdict::Judgement;

use crate::html::evidence::Side;
use crate::model::Report;

/// The judgements by endpoint and scenario. The page names a scenario by its number here.
pub(crate) struct Rows<'a> {
    rows: Vec<&'a Judgement>,
    positions: HashMap<(&'a str, &'a str), usize>,
    target: Option<&'a str>,
}

impl<'a> Rows<'a> {
    pub(crate) fn of(report: &'a Report) -> Self {
        let rows = report.in_order();
        let key = |judgement: &'a Judgement| (judgement.endpoint.as_str(), judgement.scenario.as_str());
        let positions = rows.iter().enumerate().map(|(number, judgement)| (key(judgement), number)).collect();
        let target = report.head.endpoints.first().map(|endpoint| endpoint.name.as_str());
        Rows { rows, positions, target }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a Judgement> {
        self.rows.iter().copied()
    }

    fn position(&self, endpoint: &str, scenario: &str) -> Option<usize> {
        self.positions.get(&(endpoint, scenario)).copied()
    }

    /// The number of the scenario with which something is shown: a recorded reference has no scenarios of its own in
    /// the report, and stands beside the target.
    pub(crate) fn shown(&self, side: Side, endpoint: &str, scenario: &str) -> Option<usize> {
        match side {
            Side::Run => self.position(endpoint, scenario),
            Side::RecordedReference => self.position(self.target?, scenario),
        }
    }
}
