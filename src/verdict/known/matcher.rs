//! Which findings an entry covers.

use record::Subject;

use crate::finding::{Finding, FindingKind, Judgement, without_positions};
use crate::known::text_pattern::fits_text;
use crate::known::value_pattern::ValuePattern;

/// What must be true of a finding. Empty or absent criteria are true of any.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct FindingMatcher {
    pub(crate) kinds: Vec<FindingKind>,
    pub(crate) operations: Vec<String>,
    /// Globs, without positions: `Vpcs[].State`.
    pub(crate) paths: Vec<String>,
    /// Globs; an id matches with its case and without.
    pub(crate) scenarios: Vec<String>,
    pub(crate) expected: Option<ValuePattern>,
    pub(crate) actual: Option<ValuePattern>,
    pub(crate) fingerprints: Vec<String>,
}

impl FindingMatcher {
    pub(crate) fn fits(&self, judgement: &Judgement, finding: &Finding) -> bool {
        self.fits_kind(finding.kind)
            && (self.fingerprints.is_empty() || self.fingerprints.contains(&finding.fingerprint))
            && self.fits_operation(finding.operation.as_deref())
            && self.fits_scenario(&judgement.scenario)
            && self.fits_path(&finding.path)
            && self.expected.as_ref().is_none_or(|wanted| wanted.fits(finding.expected.as_ref()))
            && self.actual.as_ref().is_none_or(|wanted| wanted.fits(finding.actual.as_ref()))
    }

    pub(crate) fn fits_kind(&self, kind: FindingKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    pub(crate) fn fits_operation(&self, operation: Option<&str>) -> bool {
        self.operations.is_empty()
            || operation.is_some_and(|name| self.operations.iter().any(|pattern| fits_text(pattern, name)))
    }

    fn fits_path(&self, path: &str) -> bool {
        let path = without_positions(path);
        self.paths.is_empty() || self.paths.iter().any(|pattern| fits_text(pattern, &path))
    }

    pub(crate) fn fits_scenario(&self, id: &Subject) -> bool {
        let fits = |pattern: &String| fits_text(pattern, id.as_str()) || fits_text(pattern, id.without_case());
        self.scenarios.is_empty() || self.scenarios.iter().any(fits)
    }

    /// `X104 CreateVolume Code`.
    pub(crate) fn summary(&self) -> String {
        let codes = self.kinds.iter().map(|kind| kind.code().to_owned());
        let operations = self.operations.iter().cloned();
        let mut words: Vec<String> = codes.chain(operations).collect();
        match self.paths.as_slice() {
            [] => {}
            [one] => words.push(one.clone()),
            [first, rest @ ..] => words.push(format!("{first} and {} more", rest.len())),
        }
        match self.scenarios.as_slice() {
            [] => {}
            [one] => words.push(format!("in {one}")),
            [first, rest @ ..] => words.push(format!("in {first} and {} more", rest.len())),
        }
        words.join(" ")
    }
}
