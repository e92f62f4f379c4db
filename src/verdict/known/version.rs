//! Versions of a platform, and facts as text.

use std::cmp::Ordering;

use serde_json::Value;

/// `true`, "true" and the fact as it is read from a profile are the same.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The numbers of a version: `[21, 2, 4]` of `21.2.4.dev1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version(Vec<u64>);

impl Version {
    /// Reads `10.0.0`, `v2`, `21.2.4.dev1`; none unless a number comes first.
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

/// Number by number; `10` and `10.0` are equal.
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
