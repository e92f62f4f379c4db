//! From what an oracle reports to a finding, once its place and its owner are known.

use record::{Place, StepName};

use crate::finding::draft::FindingDraft;
use crate::finding::fingerprint::{FindingSite, fingerprint};
use crate::finding::model::{Disposition, Finding};

impl FindingDraft {
    /// The finding at this site, that counts; without filters and a command. `place`: file and line of the step.
    pub(crate) fn finding(self, site: FindingSite<'_>, step: &StepName, place: Place) -> Finding {
        Finding {
            fingerprint: fingerprint(&self, site),
            severity: self.severity(),
            kind: self.kind,
            step: step.clone(),
            place,
            operation: site.operation.map(str::to_owned),
            filters: Vec::new(),
            resources: Vec::new(),
            path: self.path,
            message: self.message,
            expected: self.expected,
            actual: self.actual,
            source: self.source.into_iter().collect(),
            reproduce: None,
            disposition: Disposition::default(),
        }
    }
}
