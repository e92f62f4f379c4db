//! The causes of a report, by what they mean for the target, in the order in which every format shows them.

use record::Subject;
use verdict::{Cause, Disposition, Finding, Judgement, causes};

use crate::model::extras::Extras;
use crate::model::report::Report;

/// All causes of a report, most severe first: made once for all its files.
#[derive(Debug, Default)]
pub(crate) struct ReportCauses<'a> {
    /// Those of the run.
    pub(crate) run: Vec<Cause<'a>>,
    /// Those of a recorded reference.
    pub(crate) reference: Vec<Cause<'a>>,
}

impl<'a> ReportCauses<'a> {
    pub(crate) fn of(report: &'a Report, extras: &'a Extras) -> Self {
        ReportCauses { run: causes(report.in_order()), reference: causes(&extras.reference_judgements) }
    }
}

/// The causes of a report, each list most severe first.
#[derive(Debug, Default)]
pub(crate) struct CauseLists<'a> {
    /// They count against the target.
    pub(crate) counting: Vec<&'a Cause<'a>>,
    /// They count and were found by generated checks.
    pub(crate) generated: Vec<&'a Cause<'a>>,
    /// Known deviations of the target.
    pub(crate) known: Vec<&'a Cause<'a>>,
    /// Informational findings about the target.
    pub(crate) informational: Vec<&'a Cause<'a>>,
    /// Deviations of the reference: the reference or the suite is wrong.
    pub(crate) reference: Vec<&'a Cause<'a>>,
}

impl<'a> CauseLists<'a> {
    pub(crate) fn of(report: &Report, causes: &'a ReportCauses<'a>) -> Self {
        let mut lists = CauseLists::default();
        for cause in &causes.run {
            let list = match cause.disposition() {
                _ if report.target() != Some(cause.endpoint) => &mut lists.reference,
                Disposition::Counts if cause.is_generated() => &mut lists.generated,
                Disposition::Counts => &mut lists.counting,
                Disposition::Known(_) => &mut lists.known,
                Disposition::Informational { .. } => &mut lists.informational,
            };
            list.push(cause);
        }
        lists.reference.extend(&causes.reference);
        lists
    }

    /// Whether nothing counts against the target.
    pub(crate) fn nothing_new(&self) -> bool {
        self.counting.is_empty() && self.generated.is_empty()
    }
}

/// A cause, and everywhere it was seen.
pub(crate) struct Group<'a> {
    /// The first sighting, which is shown in full.
    pub(crate) finding: &'a Finding,
    /// The judgement of that finding.
    pub(crate) judgement: &'a Judgement,
    /// The other sightings.
    pub(crate) others: Vec<(&'a Judgement, &'a Finding)>,
    /// Title, consequences and blocked steps.
    pub(crate) cause: &'a Cause<'a>,
}

impl<'a> Group<'a> {
    pub(crate) fn of(cause: &'a Cause<'a>) -> Self {
        let others = cause.seen[1..].iter().map(|seen| (seen.judgement, seen.finding)).collect();
        Group { finding: cause.finding(), judgement: cause.judgement(), others, cause }
    }

    /// The other scenarios with this cause, each once.
    pub(crate) fn elsewhere(&self) -> Vec<&'a Subject> {
        let mut names: Vec<&'a Subject> = Vec::new();
        for (judgement, _) in &self.others {
            let name = &judgement.scenario;
            // Findings are sorted by scenario.
            if *name != self.judgement.scenario && names.last() != Some(&name) {
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
