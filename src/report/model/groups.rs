//! The causes of a report, in the order in which every format shows them.

use verdict::{Cause, Finding, Judgement, causes};

use crate::model::report::Report;

/// A cause, and everywhere it was seen.
pub(crate) struct Group<'a> {
    /// The first time it was seen, which is shown in full.
    pub(crate) finding: &'a Finding,
    /// Whose finding that was.
    pub(crate) judgement: &'a Judgement,
    /// The other times.
    pub(crate) also: Vec<(&'a Judgement, &'a Finding)>,
    /// What follows from it, what it blocked, and the line that names it.
    pub(crate) cause: Cause<'a>,
}

/// All causes of a report, what to look at first first.
pub(crate) fn groups(report: &Report) -> Vec<Group<'_>> {
    causes(report.in_order()).into_iter().map(Group::of).collect()
}

impl<'a> Group<'a> {
    fn of(cause: Cause<'a>) -> Self {
        let also = cause.seen[1..].iter().map(|seen| (seen.judgement, seen.finding)).collect();
        Group { finding: cause.finding(), judgement: cause.judgement(), also, cause }
    }

    /// The other scenarios that it was seen in, each once.
    pub(crate) fn elsewhere(&self) -> Vec<&'a str> {
        let mut names: Vec<&'a str> = Vec::new();
        for (judgement, _) in &self.also {
            let name = judgement.scenario.as_str();
            // The findings come scenario by scenario.
            if name != self.judgement.scenario && names.last() != Some(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What it took down with it, in a line: findings that follow from it, steps that were not asked.
    pub(crate) fn consequences(&self) -> Option<String> {
        let count = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        let parts = [
            count(self.cause.follows.len(), "finding follows from it", "findings follow from it"),
            count(self.cause.blocked.len(), "step was not asked because of it", "steps were not asked because of it"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}
