//! Which findings an entry covers.

use record::ScenarioId;
use scenario::matches_pattern;
use serde_json::Value;

use crate::finding::{Finding, FindingKind, Judgement, without_positions};

/// What must be true of a finding. Empty or absent criteria are true of any.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct FindingMatcher {
    pub(crate) kinds: Vec<FindingKind>,
    pub(crate) operations: Vec<String>,
    /// Globs, without positions: `Vpcs[].State`.
    pub(crate) paths: Vec<String>,
    /// Globs; an id matches with its case and without.
    pub(crate) scenarios: Vec<String>,
    pub(crate) expected: Option<Value>,
    pub(crate) actual: Option<Value>,
    pub(crate) fingerprints: Vec<String>,
}

impl FindingMatcher {
    pub(crate) fn fits(&self, judgement: &Judgement, finding: &Finding) -> bool {
        self.fits_kind(finding.kind)
            && (self.fingerprints.is_empty() || self.fingerprints.contains(&finding.fingerprint))
            && self.fits_operation(finding.operation.as_deref())
            && self.fits_scenario(&judgement.scenario)
            && self.fits_path(&finding.path)
            && self.expected.as_ref().is_none_or(|wanted| fits_value(wanted, finding.expected.as_ref()))
            && self.actual.as_ref().is_none_or(|wanted| fits_value(wanted, finding.actual.as_ref()))
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

    pub(crate) fn fits_scenario(&self, id: &str) -> bool {
        let without_case = ScenarioId::without_case(id);
        self.scenarios.is_empty()
            || self.scenarios.iter().any(|pattern| fits_text(pattern, id) || fits_text(pattern, without_case))
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

fn fits_text(pattern: &str, text: &str) -> bool {
    if pattern.contains(['*', '?']) { matches_pattern(pattern, text) } else { pattern == text }
}

/// A string is a glob over the value as text; a mapping must be true of each member that it names; anything else must be
/// equal.
fn fits_value(wanted: &Value, value: Option<&Value>) -> bool {
    match (wanted, value) {
        (Value::String(pattern), Some(Value::String(text))) => fits_text(pattern, text),
        (Value::String(pattern), Some(value)) => fits_text(pattern, &value.to_string()),
        (Value::Object(members), Some(Value::Object(found))) => {
            members.iter().all(|(name, wanted)| fits_value(wanted, found.get(name)))
        }
        (wanted, value) => wanted == value.unwrap_or(&Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fits_value;

    #[test]
    fn values_match_by_glob_by_member_or_whole() {
        let error = json!({"Code": "InternalError", "Message": "no"});
        assert!(fits_value(&json!({"Code": "Internal*"}), Some(&error)));
        assert!(!fits_value(&json!({"Code": "Invalid*"}), Some(&error)));
        assert!(!fits_value(&json!({"Other": "*"}), Some(&error)));
        assert!(fits_value(&json!("HTTP 500*"), Some(&json!("HTTP 500: <html>"))));
        assert!(fits_value(&json!("200"), Some(&json!(200))));
        assert!(fits_value(&json!(200), Some(&json!(200))));
        assert!(!fits_value(&json!(200), Some(&json!("200"))));
        assert!(fits_value(&json!(null), None));
        assert!(!fits_value(&json!("*"), None));
    }
}
