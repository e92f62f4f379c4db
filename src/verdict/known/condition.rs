//! What must hold of an endpoint: its facts, and the version of its platform.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use record::EndpointHead;
use serde_json::Value;

use crate::known::model::{Deviation, KnownFile};

/// A fact and the values of which it must have one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(crate) fact: String,
    pub(crate) values: Vec<Value>,
}

impl Condition {
    fn holds(&self, facts: &BTreeMap<String, Value>) -> bool {
        facts.get(&self.fact).is_some_and(|fact| self.values.iter().any(|value| text(value) == text(fact)))
    }
}

/// `true`, "true" and the fact as it is read from a profile are the same.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A version: numbers between dots, and whatever else stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version(Vec<u64>);

impl Version {
    /// Reads `10.0.0`, `v2`, `21.2.4.dev1`; none where no number comes first.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('v');
        let starts_with_digit = text.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
        let parts = text.split('.').map_while(|part| part.parse().ok());
        starts_with_digit.then(|| Version(parts.collect())).filter(|version| !version.0.is_empty())
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Number by number; `10` and `10.0` are the same age.
impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let part = |version: &Version, at: usize| version.0.get(at).copied().unwrap_or(0);
        let longest = self.0.len().max(other.0.len());
        (0..longest)
            .map(|at| part(self, at).cmp(&part(other, at)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

impl KnownFile {
    /// Whether the file is about this endpoint.
    pub fn is_about(&self, endpoint: &EndpointHead) -> bool {
        self.when.iter().all(|condition| condition.holds(&endpoint.facts))
    }

    /// The endpoint's version of the platform, where a fact says it.
    fn version_of(&self, endpoint: &EndpointHead) -> Option<Version> {
        Version::parse(&text(endpoint.facts.get(self.version.as_ref()?)?))
    }
}

impl Deviation {
    /// Whether the entry is about this endpoint. One whose version nobody knows may have any.
    pub(crate) fn is_about(&self, file: &KnownFile, endpoint: &EndpointHead) -> bool {
        let version = file.version_of(endpoint);
        let too_old = self.since.as_ref().zip(version.as_ref()).is_some_and(|(since, version)| version < since);
        let repaired = self.fixed.as_ref().zip(version.as_ref()).is_some_and(|(fixed, version)| version >= fixed);
        file.is_about(endpoint)
            && self.when.iter().all(|condition| condition.holds(&endpoint.facts))
            && !too_old
            && !repaired
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_compared_number_by_number() {
        let version = |text: &str| Version::parse(text).unwrap();
        assert!(version("9.0.0") < version("10.0.0"));
        assert!(version("10.0.0") < version("10.0.1"));
        assert!(version("10") >= version("10.0.0"));
        assert!(version("v2.1") > version("2"));
        assert!(version("17.0.0.dev3") >= version("17"));
        assert_eq!(Version::parse("ussuri"), None);
        assert_eq!(Version::parse(""), None);
    }
}
