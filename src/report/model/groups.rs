//! The causes of a report, in the order in which every format shows them.

use verdict::{Cause, Finding, Judgement, causes};

use crate::model::report::Report;

/// A cause, and everywhere it was seen.
pub(crate) struct Group<'a> {
    /// The first sighting, which is shown in full.
    pub(crate) finding: &'a Finding,
    /// The judgement of that finding.
    pub(crate) judgement: &'a Judgement,
    /// The other sightings.
    pub(crate) others: Vec<(&'a Judgement, &'a Finding)>,
    /// Title, consequences and blocked steps.
    pub(crate) cause: Cause<'a>,
}

/// All causes of a report, most severe first.
pub(crate) fn groups(report: &Report) -> Vec<Group<'_>> {
    causes(report.in_order()).into_iter().map(Group::of).collect()
}

impl<'a> Group<'a> {
    fn of(cause: Cause<'a>) -> Self {
        let others = cause.seen[1..].iter().map(|seen| (seen.judgement, seen.finding)).collect();
        Group { finding: cause.finding(), judgement: cause.judgement(), others, cause }
    }

    /// The other scenarios with this cause, each once.
    pub(crate) fn elsewhere(&self) -> Vec<&'a str> {
        let mut names: Vec<&'a str> = Vec::new();
        for (judgement, _) in &self.others {
            let name = judgement.scenario.as_str();
            // Findings are sorted by scenario.
            if name != self.judgement.scenario && names.last() != Some(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Consequential findings and blocked steps, in a line.
    pub(crate) fn consequences(&self) -> Option<String> {
        let count = |count: usize, noun: &str| match count {
            0 => None,
            1 => Some(format!("1 {noun}")),
            count => Some(format!("{count} {noun}s")),
        };
        let parts =
            [count(self.cause.follows.len(), "consequential finding"), count(self.cause.blocked.len(), "blocked step")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
